import { MetesError } from '../base/errors.ts';
import { type AggregateRoot, committedVersion, typeOf } from '../domain/aggregate-root.ts';
import type { EventOf } from '../domain/event.ts';
import type { Command } from '../model/command.ts';
import { commandClassOf } from '../model/command.ts';
import type { Handler } from '../model/handler.ts';
import { TallyLevels } from '../runtime/tally-levels.ts';
import { watched } from './watched.ts';

/** What the accounts of tallies hold: by tally, key and account. What is not said is zero. */
export type Holdings = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;

/** What a handler is run with. */
export interface HandledSetting {
  /** The aggregate that the command addresses; none when there is none yet. */
  readonly root?: AggregateRoot<any, any, any>;
  readonly tallies?: Holdings;
}

/** What a handler did. */
export interface Handled {
  readonly root: AggregateRoot<any, any, any>;
  readonly events: readonly EventOf[];
  /** What `run` returned. */
  readonly result: unknown;
  /** What the named accounts hold afterwards, as whole as before. */
  readonly tallies: Holdings;
}

/**
 * Runs a handler once, in memory and without a store, as the runtime would: the aggregate must be there or not as the
 * handler expects, and only the tally keys that it names can be moved.
 *
 * @throws what the handler throws, such as DomainRuleBroken; METES_RUNTIME_NOT_FOUND, METES_RUNTIME_ALREADY_EXISTS,
 * METES_RUNTIME_TALLY_UNDECLARED, METES_DOMAIN_SILENT_CHANGE, METES_DOMAIN_ROUND_TRIP
 * @example
 * const { events, tallies } = handled(reserveStock, new ReserveStock({ orderId, lines }), {
 *   tallies: { stock: { 'SKU-1': { available: 5 } } } });
 */
export function handled(handler: Handler, command: Command, setting: HandledSetting = {}): Handled {
  const { aggregate, expects } = handler;
  const id = handler.id(command);
  const exists = setting.root !== undefined && committedVersion(setting.root) > 0;
  if (expects === 'existing' && !exists)
    throw new MetesError('METES_RUNTIME_NOT_FOUND', { aggregate: aggregate.type, id });
  if (expects === 'new' && exists)
    throw new MetesError('METES_RUNTIME_ALREADY_EXISTS', { aggregate: aggregate.type, id });
  const root = setting.root ?? new aggregate({ id, version: 0, state: aggregate.initial(id) });
  if (root.id !== id || typeOf(root) !== aggregate) {
    throw new MetesError('METES_RUNTIME_NOT_FOUND', { aggregate: aggregate.type, id });
  }

  const named = handler.tallies?.(command, root) ?? [];
  const levels = new TallyLevels();
  for (const { tally, keys } of named) {
    for (const key of keys) {
      const held = setting.tallies?.[tally.tally]?.[key] ?? {};
      levels.put(
        tally.tally,
        key,
        tally.accounts,
        tally.accounts.map((account) => held[account] ?? 0),
      );
    }
  }
  const desk = levels.desk(commandClassOf(command).type, named);
  const came = watched(root, () => handler.run(root, command, desk));
  if ('error' in came) throw came.error;

  const tallies: Record<string, Record<string, Record<string, number>>> = structuredClone(
    setting.tallies ?? {},
  );
  for (const { tally, keys } of named) {
    for (const key of keys) {
      const accounts = tally.accounts.map((account) => [account, desk.held(tally, key, account)] as const);
      (tallies[tally.tally] ??= {})[key] = Object.fromEntries(accounts);
    }
  }
  return { root, events: came.events as readonly EventOf[], result: came.result, tallies };
}
