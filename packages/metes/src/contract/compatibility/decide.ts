import { isMetesError } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';
import { accepts } from './accepts.ts';
import { asWritten } from './as-written.ts';
import { documentsOf } from './documents.ts';
import { hintsOf } from './hints.ts';
import type { JsonSchema } from './json-schema.ts';
import { type Gap, gapBetween } from './proof.ts';

/**
 * Whether a reader accepts what a writer writes: `compatible` is proved, `incompatible` is shown by a document,
 * `undecided` is neither and counts as incompatible.
 */
export type Verdict =
  | { readonly verdict: 'compatible' }
  | ({ readonly verdict: 'incompatible'; readonly witness: Json } & Gap)
  | ({ readonly verdict: 'undecided' } & Gap);

/**
 * Decides whether every document that `writer` writes is valid for `reader`. Both are JSON Schemas 2020-12. A writer
 * writes no field that its schema does not name, unless `additionalProperties` lets it, and always writes a field that
 * has a `default`: that is how contracts are written. An incompatible verdict has a witness: a document that is valid under `writer` and invalid under `reader`.
 *
 * @example
 * decide({ type: 'integer' }, { type: 'number' }); // incompatible, with the witness 0.5
 */
export function decide(reader: JsonSchema, writer: JsonSchema): Verdict {
  const written = asWritten(writer);
  const gap = gapBetween(reader, written);
  if (!gap) return { verdict: 'compatible' };
  const witness = witnessOf(reader, written, gap);
  if (!witness) return { verdict: 'undecided', ...gap };
  return { verdict: 'incompatible', witness: witness.document, ...gap };
}

function witnessOf(
  reader: JsonSchema,
  writer: JsonSchema,
  { path }: Gap,
): { readonly document: Json } | undefined {
  const way = new Set(path.split(/[.[\]]+/));
  try {
    for (const document of documentsOf(writer, { ...hintsOf(reader, writer), way })) {
      if (accepts(writer, document) && !accepts(reader, document)) return { document };
    }
  } catch (error) {
    if (!isMetesError(error, 'METES_CONTRACT_SCHEMA_UNDECIDED')) throw error;
  }
  return undefined;
}
