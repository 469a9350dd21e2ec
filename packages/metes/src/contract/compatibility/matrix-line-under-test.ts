import type { SchemaObject } from './json-schema.ts';

/** What is expected of one direction. */
export type Expected = 'yes' | 'no' | 'misread' | 'unknown';

/** A row of the matrix as it is written down. */
export type MatrixLine = readonly [
  name: string,
  before: SchemaObject,
  after: SchemaObject,
  changes: string | readonly string[],
  backward: Expected,
  forward: Expected,
];
