import { changesOfFields } from './changes-of-fields-under-test.ts';
import { changesOfShapes } from './changes-of-shapes-under-test.ts';
import { changesOfTexts } from './changes-of-texts-under-test.ts';
import type { SchemaObject } from './json-schema.ts';
import type { Expected } from './matrix-line-under-test.ts';

/** A change of a schema and what is expected of it: `yes`, `no` (with a witness), `misread`, or `unknown`. */
export interface MatrixRow {
  readonly name: string;
  readonly before: SchemaObject;
  readonly after: SchemaObject;
  /** The classification: `kind @ path`. */
  readonly changes: readonly string[];
  /** Whether the new reader accepts what was written before. */
  readonly backward: Expected;
  /** Whether the old reader accepts what is written now. */
  readonly forward: Expected;
}

/** Changes of schemas with what is right about them. */
export const changeMatrix: readonly MatrixRow[] = [
  ...changesOfFields,
  ...changesOfTexts,
  ...changesOfShapes,
].map(([name, before, after, changes, backward, forward]) => ({
  name,
  before,
  after,
  changes: typeof changes === 'string' ? [changes] : changes,
  backward,
  forward,
}));
