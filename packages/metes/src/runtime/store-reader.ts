import { replay, restore, type AggregateType } from '../domain/aggregate.ts';
import { parse } from '../base/schema.ts';
import { toJson } from '../base/json.ts';
import type { Reader } from '../model/route.ts';
import type { ContextStore } from './ports/context-store.ts';

/** Reads for queries, straight from the store: what was committed, nothing else. */
export function storeReader(store: ContextStore): Reader {
  return {
    aggregate: async (type, id) => {
      const eventSourced = type.kind === 'event-sourced';
      const [found] = await store.aggregates([{ type: type.type, id, eventSourced }]);
      if (!found) return undefined;
      return eventSourced ? replay(type, id, found.past) : restore(type, found);
    },
    history: async (type: AggregateType, id) => {
      const past = await store.history({ type: type.type, id });
      return past.map(({ type: event, version, time, data }) => ({
        event,
        version,
        time,
        data: toJson(data),
      }));
    },
    row: async (projection, key) => {
      const found = await store.row(projection.projection, key);
      return found === undefined
        ? undefined
        : parse(projection.row, found, `a row of ${projection.projection}`);
    },
    rows: async (projection, { where, limit, after }) => {
      const found = await store.rows({
        projection: projection.projection,
        where: (where ?? {}) as Record<string, string | number>,
        limit,
        after,
      });
      return found.map(({ row }) => parse(projection.row, row, `a row of ${projection.projection}`));
    },
    tally: async ({ tally, accounts }, key) => {
      const [held] = await store.tallies([{ tally, key }]);
      return Object.fromEntries(accounts.map((account, index) => [account, held?.[index] ?? 0]));
    },
  };
}
