import { deepFreeze } from '../base/json.ts';
import { type OutputOf, parse, type Schema } from '../base/schema.ts';

/** A class whose instances are validated, frozen data: the common shape of events and commands. */
export interface FrozenDataClass<Name extends string, Data, Instance = Readonly<Data>> {
  new (data: Data): Instance;
  /** The name as the language of the context has it. */
  readonly type: Name;
  /** What validates the data, both in the constructor and when it is read back from JSON. */
  readonly schema: Schema<Data>;
}

/**
 * Makes a class whose constructor validates its data against `schema` and freezes it; the fields stand on the instance.
 * The mark stands on the prototype, so that data of the same shape but another name is of another type.
 *
 * @throws METES_SCHEMA_INVALID (from the constructor) naming every issue.
 */
export function frozenData<const Name extends string, S extends Schema, const Mark extends string>(
  type: Name,
  schema: S,
  mark: Mark,
): FrozenDataClass<Name, OutputOf<S>, Readonly<OutputOf<S>> & { readonly [M in Mark]: Name }> {
  const FrozenData = class {
    static readonly type = type;
    static readonly schema = schema;

    constructor(data: unknown) {
      Object.assign(this, parse(schema, data, type));
      deepFreeze(this);
    }
  };
  Object.defineProperty(FrozenData.prototype, mark, { value: type });
  return FrozenData as never;
}
