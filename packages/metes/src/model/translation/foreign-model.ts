import { entriesOf, mustFit } from '../../base/argument.ts';
import type { InputOf, OutputOf, Schema } from '../../base/schema.ts';
import { lineSuchAs, schema } from '../kinds.ts';

const kinds = {
  name: lineSuchAs("'charge'"),
  versions: entriesOf('schemas by version', schema, {
    write: '{ v1: z.object({ ... }) }',
    names: lineSuchAs('v1: z.object({ ... })'),
  }),
};

/** One version of a model that is not ours. */
export interface ForeignModel<S extends Schema = Schema> {
  /** What the other side calls it. */
  readonly model: string;
  /** Such as `v2`, or the date of an API version. */
  readonly version: string;
  readonly schema: S;
}

/** What is read of a foreign model, and what is written to it. */
export interface ForeignInput<F> {
  readonly read: F extends Schema ? OutputOf<F> : F extends ForeignModel<infer S> ? OutputOf<S> : never;
  readonly written: F extends Schema ? InputOf<F> : F extends ForeignModel<infer S> ? InputOf<S> : never;
}

/**
 * Names a model of the other side and its versions, each by the schema of what we read of it: all of that must be there,
 * and more may be.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * const charge = foreignModel('charge', { v2: z.object({ charge_id: z.string() }), v3: z.object({ payment_intent_id: z.string() }) });
 * charge.v3.version; // 'v3'
 */
export function foreignModel<const Versions extends Readonly<Record<string, Schema>>>(
  name: string,
  versions: Versions,
): { readonly [V in keyof Versions]: ForeignModel<Versions[V]> } {
  mustFit('foreignModel', { name, versions }, kinds);
  const named = Object.entries(versions).map(([version, schema]) => [
    version,
    { model: name, version, schema },
  ]);
  return Object.fromEntries(named) as { readonly [V in keyof Versions]: ForeignModel<Versions[V]> };
}
