export { MetesError, isMetesError, type ErrorValues } from './errors.ts';
export { errorTable, type ErrorCode } from './error-table.ts';
export { milliseconds, type Duration } from './duration.ts';
export { finding, type Finding, type Severity, type Whereabouts } from './finding.ts';
export { deepFreeze, firstDifference, sameJson, toJson, type Json } from './json.ts';
export {
  describeIssues,
  issuePath,
  jsonSchemaOf,
  parse,
  validate,
  type InputOf,
  type OutputOf,
  type Schema,
  type SchemaIssue,
} from './schema.ts';
export { uuidV7, uuidV7Series, type UuidParts } from './uuid-v7.ts';
