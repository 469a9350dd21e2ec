import type { Schema } from '../base/schema.ts';
import type { EventClass } from './event.ts';

/** What stands on the class of every aggregate, whichever face it was declared with. */
export interface AggregateFacts {
  /** Its name in the language of the context. */
  readonly type: string;
  /** How the store keeps it. */
  readonly kind: 'state-stored' | 'event-sourced';
  readonly idSchema: Schema<string>;
  readonly stateSchema: Schema;
  readonly events: ReadonlyMap<string, EventClass>;
  /** The next state (or undefined when changed in place); absent for state-stored aggregates. */
  readonly evolve?: (state: unknown, event: object) => unknown;
  readonly initial: (id: any) => unknown;
}
