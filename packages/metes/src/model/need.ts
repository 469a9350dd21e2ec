import { isRecord, type Kind, kind, mustFit } from '../base/argument.ts';
import type { Contract } from '../contract/contract.ts';
import {
  type Needed,
  type NeededField,
  neededFields,
  NeededValues,
  type NeedTree,
} from '../contract/needs/needed.ts';
import { contract as contractKind, partOf } from './kinds.ts';

/** What a context needs of a contract that it reads: its side of the bargain, which the owner can test. */
export interface Need {
  /** The contract in the version that is read. */
  readonly contract: Contract;
  readonly tree: NeedTree;
  /** Every place that is read, such as `items[].sku`. */
  readonly fields: readonly NeededField[];
}

const tree: Kind = kind('the fields that are read', '{ orderId: true }', isTree);

/** A need as a context has it. */
export const needKind = kind(
  'a need',
  'needs(orderPlaced, { orderId: true })',
  (given) =>
    contractKind.faultOf(partOf(given, 'contract')) === undefined &&
    isTree(partOf(given, 'tree')) &&
    Array.isArray(partOf(given, 'fields')),
);

/**
 * States which fields of a contract a context reads, and which values it handles. What is stated cannot be taken away
 * by the owner of the contract without naming this context; all the rest can.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * needs(orderPlaced, { orderId: true, items: [{ sku: true, quantity: true }] });
 */
export function needs<C extends Contract>(contract: C, fields: Needed<ReturnType<C['read']>>): Need {
  mustFit('needs', { contract, fields }, { contract: contractKind, fields: tree });
  const read = fields as NeedTree;
  return { contract, tree: read, fields: neededFields(read) };
}

function isTree(given: unknown): boolean {
  if (given === true || given instanceof NeededValues) return true;
  if (Array.isArray(given)) return given.length === 1 && isTree(given[0]);
  return (
    isRecord(given) && Object.values(given as object).every((each) => each === undefined || isTree(each))
  );
}
