export { call, defaultRetry, type Call, type CallTry, type Retry } from './call.ts';
export { command, type Command, type CommandClass } from './command.ts';
export { context, type Context, type ContextDeclaration } from './context.ts';
export { contextMap, type ContextMap } from './context-map.ts';
export { deadline, type Deadline } from './deadline.ts';
export {
  handle,
  type Expectation,
  type Handler,
  type HandlerDeclaration,
  type TallyKeys,
} from './handler.ts';
export { findingsOf } from './map-rules/index.ts';
export type { ContextFacts, MapFacts } from './map-rules/rule.ts';
export { atomic, eventual, guaranteeText, type Guarantee } from './guarantee.ts';
export type { Kernel } from './kernel.ts';
export { type Glossary, type Language, type Term, type TermDeclaration } from './language.ts';
export { isOutside, outside, type Outside, type OutsideDeclaration, type Party } from './outside.ts';
export { needs, type Need } from './need.ts';
export { policy, type Policy, type Reaction } from './policy.ts';
export { publish, type Publication, type PublicationFacts } from './publication.ts';
export { port, provide, type Port, type Provided } from './port.ts';
export { projection, type Fold, type On, type Projection } from './projection.ts';
export {
  read,
  webhook,
  write,
  type Access,
  type Answer,
  type Done,
  type Notification,
  type PastEvent,
  type Principal,
  type Reader,
  type ReadRoute,
  type Request,
  type Route,
  type WebhookRoute,
  type WriteRoute,
} from './route.ts';
export {
  isSymmetric,
  type Difference,
  type GuestRole,
  type HostRole,
  type Relation,
  type RelationKind,
} from './relation.ts';
export {
  acl,
  conformist,
  customerSupplier,
  partnership,
  separateWays,
  sharedKernel,
  upstream,
  type DirectedTerms,
  type Guest,
  type RelationTerms,
} from './relations.ts';
// Of what the functions above give: whoever exports a relation has to name it in his declarations.
export type { Related } from './relation-types.ts';
export type { EventFacts, Received, Source } from './source.ts';
export {
  core,
  generic,
  supporting,
  type Implementation,
  type PastClass,
  type Subdomain,
  type SubdomainClass,
  type SubdomainDeclaration,
} from './subdomain.ts';
export { expertsOf, sharedWords, type SharedWord, type Speaker } from './shared-words.ts';
export { foreignModel, type ForeignModel } from './translation/foreign-model.ts';
export type { OwnModel } from './translation/checked-rules.ts';
export { compareModels, type ModelComparison } from './translation/compare-models.ts';
export type { ModelField } from './translation/model-fields.ts';
export {
  renameTest,
  type FileText,
  type ForeignMention,
  type RenameReport,
} from './translation/rename-test.ts';
export {
  analyseTranslation,
  type DroppedField,
  type FieldAnalysis,
  type TranslationAnalysis,
} from './translation/translation-analysis.ts';
export type { FieldChange } from './translation/field-change.ts';
export type { TranslationVerdict } from './translation/verdict.ts';
export { each, part } from './translation/nested.ts';
export type { OneWay } from './translation/reversal.ts';
export {
  constant,
  from,
  otherwise,
  table,
  type Otherwise,
  type Rule,
  type RuleKind,
} from './translation/rule.ts';
export type { TranslatorVersion } from './translation/translator-version.ts';
export { unit, unitOf, type Nested, type Unit } from './translation/unit.ts';
export {
  decimalAmount,
  hundredths,
  isoInstant,
  lowerCase,
  minorUnits,
  unixMilliseconds,
  unixSeconds,
  upperCase,
  type CurrencyCase,
} from './translation/units.ts';
export { translator, versions, type Translator } from './translator.ts';
export * from './registry/index.ts';
