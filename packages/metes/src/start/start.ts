import { setTimeout as pause } from 'node:timers/promises';
import { isMetesError, MetesError } from '../base/errors.ts';
import type { Context } from '../model/context.ts';
import type { ContextMap } from '../model/context-map.ts';
import type { Provided } from '../model/port.ts';
import { ContextRuntime, type RuntimeOptions, type RuntimeStatus } from '../runtime/context-runtime.ts';
import type { CommandOutcome } from '../runtime/command-request.ts';
import { Turns } from '../runtime/turns.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type { Failpoints } from '../runtime/ports/failpoints.ts';
import type { Ids } from '../runtime/ports/ids.ts';
import type { Journal } from '../runtime/ports/journal.ts';
import type { Command } from '../model/command.ts';
import { contextUnknown } from './contexts-here.ts';
import { KeepAlive } from './keep-alive.ts';
import { guardBoundaries } from './boundary/guard-boundaries.ts';
import { embedded } from './embedded-stores.ts';
import { noFailpoints } from './failpoint-plan.ts';
import { silentJournal } from './line-journal.ts';
import type { OpenStores, Stores } from './stores.ts';
import { systemClock } from './system-clock.ts';
import { systemIds } from './system-ids.ts';
import { systemRandom } from './system-random.ts';
import { systemTimers } from './system-timers.ts';
import { isQuiet, type QuietReport, quietReport } from './quiet.ts';

/** What can be said about a start. */
export interface StartOptions {
  /** Where everything is kept, for example `postgres({ ... })` or `memory()`; an embedded PostgreSQL in `.metes` when nothing is said. */
  readonly store?: Stores;
  /** The contexts that run in this process; all of them when nothing is said. */
  readonly only?: readonly Context[];
  /** What fulfils the ports of the contexts. */
  readonly ports?: readonly Provided[];
  readonly journal?: Journal;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly failpoints?: Failpoints;
  readonly runtime?: RuntimeOptions;
}

/** A system, or the part of it that runs in this process. */
export interface System extends AsyncDisposable {
  readonly map: ContextMap;
  readonly contexts: readonly ContextRuntime[];
  /** @throws METES_START_CONTEXT_ELSEWHERE when the context does not run in this process */
  context(name: string): ContextRuntime;
  /** Sends a command as the system itself does: no owner is checked. Resolves once it is durable. */
  send(context: string, command: Command): Promise<CommandOutcome>;
  status(): Promise<readonly RuntimeStatus[]>;
  /**
   * Waits until nothing is under way any more: all logs read to the end, nothing to retry, no deadline due.
   *
   * @param timeoutMs milliseconds @throws METES_START_NOT_QUIET with what is left
   */
  quiesce(timeoutMs: number): Promise<QuietReport>;
  /** Takes nothing more, finishes what is under way and closes the stores. */
  stop(): Promise<void>;
}

/**
 * Starts the contexts of a map in this process.
 *
 * @throws METES_START_CONTEXT_UNKNOWN, METES_MODEL_PORT_MISSING, METES_STORE_UNAVAILABLE, and what `guardBoundaries` throws
 * @example
 * await using system = await start(shop, { store: memory() });
 * await system.send('ordering', new PlaceOrder({ orderId }));
 */
export async function start(map: ContextMap, options: StartOptions = {}): Promise<System> {
  const here = options.only ?? map.contexts;
  for (const { name } of here) {
    if (!map.contexts.some((each) => each.name === name)) throw contextUnknown(map, name);
  }
  const clock = options.clock ?? systemClock();
  const ids = options.ids ?? systemIds(clock);
  const journal = options.journal ?? silentJournal;
  const implementations = new Map((options.ports ?? []).map((each) => [each.port, each.implementation]));
  const stores = await (options.store ?? embedded()).open(
    map,
    here.map((each) => each.name),
    { clock, timers: systemTimers, random: systemRandom, journal },
  );
  const contexts: ContextRuntime[] = [];
  const running = (name: string): ContextRuntime | undefined =>
    contexts.find((each) => each.context.name === name);
  const turns = new Turns(systemTimers, options.runtime?.commitsAtOnce ?? 2);
  try {
    await guardBoundaries(map, here, { stores, clock, journal });
    for (const context of here) {
      contexts.push(
        new ContextRuntime(
          context,
          {
            store: stores.store(context.name),
            boundary: stores.boundary(context.name),
            clock,
            ids,
            random: systemRandom,
            timers: systemTimers,
            journal,
            failpoints: options.failpoints ?? noFailpoints,
            turns,
            feed: (publisher) => running(publisher)?.outlet ?? stores.feed(publisher),
            watch: (publisher) => running(publisher)?.watch,
            implementations,
          },
          options.runtime,
        ),
      );
    }
    await Promise.all(contexts.map((each) => each.start()));
  } catch (error) {
    await Promise.allSettled(contexts.map((each) => each.stop()));
    await stores.close();
    throw error;
  }
  return systemOf(map, contexts, stores, { clock, ids });
}

function systemOf(
  map: ContextMap,
  contexts: readonly ContextRuntime[],
  stores: OpenStores,
  { clock, ids }: { clock: Clock; ids: Ids },
): System {
  let stopping: Promise<void> | undefined;
  const alive = new KeepAlive();
  const quiet = async (timeoutMs: number): Promise<QuietReport> => {
    const until = clock.now() + timeoutMs;
    let heads = '';
    for (;;) {
      let status: readonly RuntimeStatus[];
      try {
        status = await system.status();
      } catch (error) {
        // A connection that was cut says nothing about whether the system is quiet: asked again.
        if (!isMetesError(error, 'METES_STORE_UNAVAILABLE') || clock.now() > until) throw error;
        heads = '';
        await pause(50);
        continue;
      }
      const report = quietReport(status.map((each) => ({ context: each.context, status: each.store })));
      const now = JSON.stringify(report.heads);
      if (isQuiet(report) && status.every((each) => !each.busy) && now === heads) return report;
      heads = now;
      if (clock.now() > until)
        throw new MetesError('METES_START_NOT_QUIET', {
          seconds: Math.round(timeoutMs / 1_000),
          left: report.left.join('; '),
        });
      await pause(50);
    }
  };
  const system: System = {
    map,
    contexts,
    context: (name) => {
      const found = contexts.find((each) => each.context.name === name);
      if (!found)
        throw new MetesError('METES_START_CONTEXT_ELSEWHERE', {
          context: name,
          here: contexts.map((each) => each.context.name).join(', '),
        });
      return found;
    },
    send: (context, command) => {
      const id = ids.next();
      const runtime = system.context(context);
      return alive.during(() => runtime.send({ command, correlation: id, causation: id }));
    },
    status: () => Promise.all(contexts.map((each) => each.status())),
    quiesce: (timeoutMs) => alive.during(() => quiet(timeoutMs)),
    stop: () =>
      (stopping ??= alive.during(async () => {
        await Promise.all(contexts.map((each) => each.stop()));
        await stores.close();
      })),
    [Symbol.asyncDispose]: () => system.stop(),
  };
  return system;
}
