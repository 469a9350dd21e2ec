import type { Contract } from '../contract/contract.ts';
import { type Needed, type NeededField, neededFields, type NeedTree } from '../contract/needs/needed.ts';

/** What a context needs of a contract that it reads: its side of the bargain, which the owner can test. */
export interface Need {
  /** The contract in the version that is read. */
  readonly contract: Contract;
  readonly tree: NeedTree;
  /** Every place that is read, such as `items[].sku`. */
  readonly fields: readonly NeededField[];
}

/**
 * States which fields of a contract a context reads, and which values it handles. What is stated cannot be taken away
 * by the owner of the contract without naming this context; all the rest can.
 *
 * @example
 * needs(orderPlaced, { orderId: true, items: [{ sku: true, quantity: true }] });
 */
export function needs<C extends Contract>(contract: C, fields: Needed<ReturnType<C['read']>>): Need {
  const tree = fields as NeedTree;
  return { contract, tree, fields: neededFields(tree) };
}
