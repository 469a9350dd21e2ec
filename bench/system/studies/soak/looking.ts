import pg from 'pg';
import { childrenOf, type CpuClock } from '../../cpu.ts';
import { memoryMb } from '../../memory.ts';
import type { BenchServer } from '../../server.ts';
import type { SoakSample, TableSize } from './sample.ts';
import type { SteadyLoad } from './steady-load.ts';

/** Looks at a system under load, from outside and over a session of its own. */
export class Looking {
  readonly #client: pg.Client;
  readonly #load: SteadyLoad;
  readonly #cpu: CpuClock;
  readonly #postmaster: number;
  readonly #began = performance.now();
  #before: { at: number; done: number; cpuMs: number | null };
  #walBegan: number | undefined;

  constructor(client: pg.Client, load: SteadyLoad, server: BenchServer) {
    this.#client = client;
    this.#load = load;
    this.#cpu = server.cpu;
    this.#postmaster = server.postmaster;
    this.#before = { at: this.#began, done: 0, cpuMs: server.cpu() };
  }

  /** Looks once. */
  async look(): Promise<SoakSample> {
    const at = performance.now();
    const { done, latencies } = this.#load.take();
    const cpuMs = this.#cpu();
    const before = this.#before;
    this.#before = { at, done, cpuMs };
    const orders = done - before.done;
    const wal = await this.#wal();
    this.#walBegan ??= wal;
    const { rss, heapUsed } = process.memoryUsage();
    const mb = 2 ** 20;
    return {
      seconds: (at - this.#began) / 1000,
      orders: done,
      perSecond: (orders / (at - before.at)) * 1000,
      p50Ms: latencies.quantile(0.5),
      p99Ms: latencies.quantile(0.99),
      cpuMsPerOrder:
        cpuMs === null || before.cpuMs === null || orders === 0 ? null : (cpuMs - before.cpuMs) / orders,
      nodeMb: rss / mb,
      heapMb: heapUsed / mb,
      backendsMb: this.#backendsMb(),
      tables: await this.#tables(),
      walMb: (wal - this.#walBegan) / mb,
    };
  }

  #backendsMb(): number | null {
    const each = [this.#postmaster, ...childrenOf(this.#postmaster)].map((pid) => memoryMb(pid, 'RssAnon'));
    const known = each.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  }

  async #wal(): Promise<number> {
    const { rows } = await this.#client.query<{ bytes: number }>(
      `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as bytes`,
    );
    return rows[0]!.bytes;
  }

  async #tables(): Promise<Readonly<Record<string, TableSize>>> {
    const { rows } = await this.#client.query<TableSize & { name: string }>(
      `select schemaname || '.' || relname as name, pg_table_size(relid)::float8 as "table",
         pg_indexes_size(relid)::float8 as indexes, n_live_tup::float8 as live, n_dead_tup::float8 as dead
       from pg_stat_user_tables order by 1`,
    );
    return Object.fromEntries(rows.map(({ name, ...size }) => [name, size]));
  }
}
