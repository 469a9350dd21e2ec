export { contract, type Contract, type ContractVersions } from './contract.ts';
export {
  envelopeOf,
  readEnvelope,
  sourceOf,
  type Envelope,
  type EnvelopeParts,
  type ReadEnvelope,
} from './envelope.ts';
