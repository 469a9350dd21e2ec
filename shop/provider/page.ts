import type { Form } from './form.ts';
import { integer } from './parameters.ts';
import { missing } from './provider-refusal.ts';

/** A slice of a list and whether there is more of it. */
export interface Page<Item> {
  readonly items: Item[];
  readonly more: boolean;
}

/** How many items a request wants: `limit`, 1 to 100, 10 when absent. */
export function limitOf(form: Form): number {
  return integer(form, 'limit', 1, 100, 10);
}

/** One page of `ids` (oldest first), shown newest first, by `starting_after` or `ending_before`. */
export function pageOf<Item>(
  ids: readonly string[],
  placeOf: (id: string) => number | undefined,
  itemOf: (id: string) => Item | undefined,
  form: Form,
): Page<Item> {
  const limit = limitOf(form);
  const before = form.get('ending_before');
  const items: Item[] = [];
  const backwards = before !== undefined;
  const from = backwards ? place(before, placeOf, 'ending_before') + 1 : start(form, ids, placeOf);
  const step = backwards ? 1 : -1;
  let index = from;
  for (; index >= 0 && index < ids.length && items.length <= limit; index += step) {
    const item = itemOf(ids[index] ?? '');
    if (item !== undefined) items.push(item);
  }
  const more = items.length > limit;
  if (more) items.pop();
  return { items: backwards ? items.reverse() : items, more };
}

function start(form: Form, ids: readonly string[], placeOf: (id: string) => number | undefined): number {
  const after = form.get('starting_after');
  return after === undefined ? ids.length - 1 : place(after, placeOf, 'starting_after') - 1;
}

function place(id: string, placeOf: (id: string) => number | undefined, param: string): number {
  const found = placeOf(id);
  if (found === undefined) throw missing('object', id.slice(0, 80), param);
  return found;
}
