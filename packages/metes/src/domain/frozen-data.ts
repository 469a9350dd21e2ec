import { deepFreeze } from '../base/json.ts';
import { type OutputOf, parse, type Schema } from '../base/schema.ts';

/** A class whose instances are validated, frozen data: the common shape of events and commands. */
export interface FrozenDataClass<Name extends string, Data> {
  new (data: Data): Readonly<Data>;
  /** The name as the language of the context has it. */
  readonly type: Name;
  /** What validates the data, both in the constructor and when it is read back from JSON. */
  readonly schema: Schema<Data>;
}

/**
 * Makes a class whose constructor validates its data against `schema` and freezes it; the fields stand on the instance.
 *
 * @throws METES_SCHEMA_INVALID (from the constructor) naming every issue.
 */
export function frozenData<const Name extends string, S extends Schema>(
  type: Name,
  schema: S,
): FrozenDataClass<Name, OutputOf<S>> {
  const FrozenData = class {
    static readonly type = type;
    static readonly schema = schema;

    constructor(data: unknown) {
      Object.assign(this, parse(schema, data, type));
      deepFreeze(this);
    }
  };
  return FrozenData as unknown as FrozenDataClass<Name, OutputOf<S>>;
}
