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
export { type Change, type ChangeKind } from './compatibility/change.ts';
export { changesBetween } from './compatibility/changes.ts';
export { decide, type Verdict } from './compatibility/decide.ts';
export { type JsonSchema } from './compatibility/json-schema.ts';
export {
  type Break,
  breaksOf,
  type CompatibilityMode,
  compatibilityModes,
  type Direction,
  type RetainedVersion,
} from './compatibility/modes.ts';
export { type Needed, NeededValues, values } from './needs/needed.ts';
