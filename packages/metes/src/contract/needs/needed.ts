import type { Json } from '../../base/json.ts';

/** Values of a field that a reader handles: they must stay possible. Others may come, and are left alone. */
export class NeededValues<V = unknown> {
  readonly values: readonly V[];

  constructor(values: readonly V[]) {
    this.values = values;
  }
}

/** The fields of data whose members may differ. */
type FieldOf<Data> = Data extends unknown ? keyof Data & string : never;
type InField<Data, Name extends string> = Data extends { readonly [N in Name]?: infer Value } ? Value : never;

/**
 * Which parts of some data are read, in the form of the data: `true` for a field that is read, a list of one for items,
 * `values(...)` for the values that are handled.
 */
export type Needed<Data> =
  | true
  | NeededValues<Exclude<Data, undefined>>
  | (NonNullable<Data> extends readonly (infer Item)[]
      ? readonly [Needed<Item>]
      : NonNullable<Data> extends object
        ? { readonly [Name in FieldOf<NonNullable<Data>>]?: Needed<InField<NonNullable<Data>, Name>> }
        : never);

/** What is read, without its type. */
export type NeedTree =
  | true
  | NeededValues
  | readonly [NeedTree]
  | { readonly [field: string]: NeedTree | undefined };

/**
 * The values of a field that a reader handles.
 *
 * @example needs(orderRejected, { orderId: true, reason: values('payment-declined') });
 */
export function values<const V>(...handled: readonly V[]): NeededValues<V> {
  return new NeededValues(handled);
}

/** One place that is read: `items[].sku`, with the values that are handled when they are named. */
export interface NeededField {
  readonly path: string;
  readonly values?: readonly Json[];
  /** The tree that needs this place alone. */
  readonly alone: NeedTree;
}

/** Every place of a tree, one by one. */
export function neededFields(tree: NeedTree, path = ''): readonly NeededField[] {
  if (tree === true) return [{ path, alone: true }];
  if (tree instanceof NeededValues) return [{ path, values: tree.values as readonly Json[], alone: tree }];
  if (isItems(tree))
    return neededFields(tree[0], `${path}[]`).map((each) => ({ ...each, alone: [each.alone] as const }));
  return Object.entries(tree).flatMap(([name, inner]) =>
    inner === undefined
      ? []
      : neededFields(inner, path === '' ? name : `${path}.${name}`).map((each) => ({
          ...each,
          alone: { [name]: each.alone },
        })),
  );
}

/** True for the list of one that stands for items. */
export function isItems(tree: NeedTree): tree is readonly [NeedTree] {
  return Array.isArray(tree);
}
