import type { System } from 'metes/start';
import { settle, type Say } from '../measure.ts';
import { openLoop } from '../open-loop.ts';
import type { BenchServer } from '../server.ts';
import type { LoopRun } from '../subject.ts';
import { desk, orderList, shopWithDesk } from '../subjects/metes/w1/desk/context.ts';
import { openShop, type RunningShop } from '../subjects/metes/w1/running-shop.ts';
import { Ledger } from '../w1/books.ts';
import { orders } from '../w1/order.ts';
import { type Figure, figuresOf } from './figure.ts';
import { type Idle, idleFor } from './idle.ts';
import type { Study } from './study.ts';
import type { StudyOptions } from './study-options.ts';

/** The most commands that may be under way before the study gives up. */
const mostUnderWay = 1_024;

/** How the system behaves when little or nothing is asked of it. */
export const rest: Study = {
  name: 'rest',
  about:
    'how soon a command shows in a read model when little is asked, and what the system costs when nothing is',
  server: { shared_preload_libraries: 'pg_stat_statements' },
  run: (options, server, say) => rested(options, server!, say),
};

async function rested(options: StudyOptions, server: BenchServer, say: Say): Promise<readonly Figure[]> {
  await server.ask('create extension if not exists pg_stat_statements');
  const rounds: (Idle & { readonly p50Ms: number | null; readonly p99Ms: number | null })[] = [];
  const wrong: string[] = [];
  for (let round = 0; round < options.repeat && wrong.length === 0; round++) {
    await using database = await server.database('bench');
    const shop = await openShop(database.url, { map: shopWithDesk });
    try {
      await settle(server);
      const run = visibly(shop);
      const times = { ...options, most: mostUnderWay };
      const { sample, overloaded } = await openLoop(run, times, server.cpu);
      wrong.push(...(overloaded ? [overloaded] : []), ...(await run.verify()));
      say(
        `rest, ${round + 1} of ${options.repeat}: visible after ${sample.p50Ms?.toFixed(1)} ms, 99 % within ${sample.p99Ms?.toFixed(1)} ms; now idle for ${options.idleSeconds} s`,
      );
      await shop.system.quiesce(30_000);
      await settle(server);
      const idle = await idleFor(options.idleSeconds, {
        server,
        database: database.name,
        system: shop.system,
      });
      for (const line of idle.busiest) say(`  ${line}`);
      rounds.push({ ...sample, ...idle });
    } finally {
      await shop.close();
    }
  }
  for (const finding of wrong) say(`  void: ${finding}`);
  return figuresOf(
    'rest',
    [
      { figure: 'command to visible row, p50', unit: 'ms', samples: rounds.map((each) => each.p50Ms) },
      {
        figure: 'command to visible row, p99',
        unit: 'ms',
        samples: rounds.map((each) => each.p99Ms),
        target: { atMost: 25 },
      },
      {
        figure: 'CPU when idle, Node and PostgreSQL',
        unit: '% of a core',
        samples: rounds.map((each) => each.cpuPercent),
        target: { atMost: 1 },
        digits: 2,
      },
      {
        figure: 'CPU when idle, Node alone',
        unit: '% of a core',
        samples: rounds.map((each) => each.nodePercent),
        digits: 2,
      },
      {
        figure: 'statements when idle, all',
        unit: '1/s',
        samples: rounds.map((each) => each.statementsPerSecond),
        digits: 2,
      },
      {
        figure: 'statements when idle, for each subscription of the busiest context',
        unit: '1/s',
        samples: rounds.map((each) => each.perSubscription),
        target: { atMost: 4 },
        digits: 2,
      },
      {
        figure: 'transactions when idle, as the database counts them',
        unit: '1/s',
        samples: rounds.map((each) => each.transactionsPerSecond),
        digits: 2,
      },
    ],
    wrong,
  );
}

/** Orders from the command to the row at the desk. Their ends are waited for afterwards. */
function visibly(shop: RunningShop): LoopRun {
  const next = orders(1);
  const ledger = new Ledger();
  const ends: Promise<void>[] = [];
  const rows = new Watch(shop.system);
  return {
    unit: async () => {
      const order = next();
      ends.push(shop.end(order.id).then((outcome) => ledger.enter(order, outcome)));
      await shop.send(order);
      await rows.seen(order.id);
    },
    verify: async () => {
      await Promise.all(ends);
      return ledger.compare(await shop.books());
    },
    close: () => shop.close(),
  };
}

/**
 * Waits for rows, all of them together: one question at a time, so that who waits for many rows does not keep the machine
 * from making them.
 */
class Watch {
  readonly #system: System;
  readonly #awaited = new Map<
    string,
    { readonly seen: () => void; readonly failed: (error: unknown) => void }
  >();
  #watching = false;

  constructor(system: System) {
    this.#system = system;
  }

  /** Resolves when the row of an order can be read. */
  seen(orderId: string): Promise<void> {
    return new Promise((seen, failed) => {
      this.#awaited.set(orderId, { seen, failed });
      if (!this.#watching) void this.#watch();
    });
  }

  async #watch(): Promise<void> {
    this.#watching = true;
    try {
      // Rows come about nearly in the order of the commands: those behind the first are asked for when that is there.
      for (let [first] = this.#awaited.keys(); first !== undefined; [first] = this.#awaited.keys()) {
        if (await this.#look(first)) await Promise.all([...this.#awaited.keys()].map((id) => this.#look(id)));
        else await pause();
      }
    } catch (error) {
      for (const { failed } of this.#awaited.values()) failed(error);
      this.#awaited.clear();
    }
    this.#watching = false;
  }

  async #look(orderId: string): Promise<boolean> {
    if (!(await this.#isVisible(orderId))) return false;
    this.#awaited.get(orderId)?.seen();
    return this.#awaited.delete(orderId);
  }

  /** Asked as a query of a user is: a read of one row by its key. */
  async #isVisible(orderId: string): Promise<boolean> {
    return (await this.#system.context(desk.name).reader.row(orderList, orderId)) !== undefined;
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
