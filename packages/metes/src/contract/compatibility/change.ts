import type { Json } from '../../base/json.ts';

/** What a difference between two versions of a schema is called. */
export type ChangeKind =
  | 'optional field added'
  | 'required field added'
  | 'field removed'
  | 'field renamed'
  | 'field made required'
  | 'field made optional'
  | 'default added'
  | 'default removed'
  | 'type changed'
  | 'type widened'
  | 'type narrowed'
  | 'null allowed'
  | 'null forbidden'
  | 'values widened'
  | 'values narrowed'
  | 'values replaced'
  | 'bound tightened'
  | 'bound loosened'
  | 'length tightened'
  | 'length loosened'
  | 'pattern changed'
  | 'format changed'
  | 'item count tightened'
  | 'item count loosened'
  | 'unknown fields forbidden'
  | 'unknown fields allowed'
  | 'names of fields changed'
  | 'field count changed'
  | 'alternative added'
  | 'alternative removed'
  | 'unit changed'
  | 'keyword changed';

/** One difference between two versions of a schema. */
export interface Change {
  readonly kind: ChangeKind;
  /** Where: `items[].sku`; `(root)` for the whole. */
  readonly path: string;
  /** What stood there before: the keyword's value, the field's name. */
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
}
