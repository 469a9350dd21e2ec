export { contract, type Contract, type ContractVersions, type ReadableVersions } from './contract.ts';
export { type Sunset, type SunsetDeclaration } from './sunset.ts';
export {
  envelopeOf,
  readEnvelope,
  sourceOf,
  type Envelope,
  type EnvelopeParts,
  type ReadEnvelope,
} from './envelope.ts';
