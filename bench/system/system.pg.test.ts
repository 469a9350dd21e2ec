import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import '../../tools/vitest/fresh-database.ts';
import { childrenOf } from './cpu.ts';
import { measure } from './measure.ts';
import { type Point, pointsOf } from './point.ts';
import { type BenchServer, query, useServer } from './server.ts';
import type { BulkRun, LoopRun, Subject, Workload } from './subject.ts';
import { http } from './http/workload.ts';
import { w1 } from './w1/workload.ts';
import { w2 } from './w2/workload.ts';
import { w3 } from './w3/workload.ts';
import { w4 } from './w4/workload.ts';

let server: BenchServer;
beforeAll(async () => {
  server = await useServer(inject('postgresUrl'));
});
afterAll(() => server.stop());

const quick = { concurrency: [3], seconds: 0.8, warmupSeconds: 0.2, repeat: 1 };

async function pointsFor(workload: Workload, repeat = 1): Promise<readonly Point[]> {
  const names = new Set(workload.subjects.map((each) => each.name));
  const measured = await measure(workload, names, { ...quick, repeat }, server, () => undefined);
  return pointsOf(workload.name, measured);
}

const keys = ['workload', 'subject', 'concurrency', 'perSecond', 'p50Ms', 'p99Ms', 'cpuMsPerUnit', 'ratios'];

describe('each workload, for a moment', () => {
  it.each([w1, w2, http])(
    'gives a point with latencies for every subject of $name, and none is void',
    async (workload) => {
      const points = await pointsFor(workload);
      expect(points.map((each) => each.subject)).toEqual(workload.subjects.map((each) => each.name));
      for (const point of points) {
        expect(point.void).toBeUndefined();
        expect(Object.keys(point)).toEqual(keys);
        expect(point).toMatchObject({ workload: workload.name, concurrency: 3 });
        expect(point.perSecond).toBeGreaterThan(0);
        expect(point.p99Ms).toBeGreaterThanOrEqual(point.p50Ms!);
        if (process.platform === 'linux') expect(point.cpuMsPerUnit).toBeGreaterThan(0);
      }
      const limits = workload.subjects.map((each) => each.name).filter((name) => name !== 'metes');
      expect(Object.keys(points.find((each) => each.subject === 'metes')!.ratios)).toEqual(limits);
    },
  );

  it.each([w3(1_200), w4(1_200)])(
    'gives a point for every subject of $name, twice over the same events',
    async (workload) => {
      const points = await pointsFor(workload, 2);
      expect(points.map((each) => each.subject)).toEqual(workload.subjects.map((each) => each.name));
      for (const point of points) {
        expect(point.void).toBeUndefined();
        expect(Object.keys(point)).toEqual(keys);
        expect(point).toMatchObject({ workload: workload.name, concurrency: 1, p50Ms: null, p99Ms: null });
        expect(point.perSecond).toBeGreaterThan(0);
      }
    },
  );
});

describe('the verification', () => {
  const subjectOf = (workload: Workload, name: string) =>
    workload.subjects.find((each) => each.name === name)!;

  /** Some units of a subject, then something done behind its back; what the verification says before and after. */
  async function planted(
    workload: Workload,
    name: string,
    statement: string,
  ): Promise<{ before: readonly string[]; after: readonly string[] }> {
    await using database = await server.database('planted');
    const run = await (subjectOf(workload, name) as Subject<LoopRun & BulkRun>).open({
      server,
      url: database.url,
      concurrency: 1,
    });
    try {
      if (workload.kind === 'loop') for (let unit = 0; unit < 5; unit++) await run.unit(0);
      else {
        await run.reset(0);
        await run.start?.();
        await run.run();
      }
      const before = await run.verify();
      await query(database.url, statement);
      return { before, after: await run.verify() };
    } finally {
      await run.close();
    }
  }

  it.each([
    [
      'limit:tx1',
      'delete from order_lines where ctid = (select min(ctid) from order_lines)',
      'order lines: 14 and not 15',
    ],
    [
      'metes',
      `update ordering.aggregates set state = replace(state, '"quantity":', '"quantity":1') where type = 'Order'`,
      expect.stringMatching(/^quantity of all order lines: /),
    ],
  ])(
    'of W1 catches order lines of %s that are not as they were ordered',
    async (subject, statement, finding) => {
      const { before, after } = await planted(w1, subject, statement);
      expect(before).toEqual([]);
      expect(after).toContainEqual(finding);
    },
  );

  it.each([
    ['limit:tx1', `update stock set available = available - 1 where sku = 'sku-0007'`],
    ['ideal:batch', `update inventory.stock set available = available - 1 where sku = 'sku-0007'`],
    ['metes', `update inventory.tallies set a0 = a0 - 1 where key = 'sku-0007'`],
  ])('of W1 catches wrong stock of %s', async (subject, statement) => {
    const { before, after } = await planted(w1, subject, statement);
    expect(before).toEqual([]);
    expect(after).toEqual(['available and reserved of sku-0007: 99999999 and not 100000000']);
  });

  it('of the checkout over HTTP catches stock that nobody took, as the audit of the shop does', async () => {
    const { before, after } = await planted(
      http,
      'metes',
      `update inventory.tallies set a0 = a0 - 1 where key = 'SKU-0007'`,
    );
    expect(before).toEqual([]);
    expect(after.some((each) => each.startsWith('I1') && each.includes('SKU-0007'))).toBe(true);
  });

  it.skipIf(process.platform !== 'linux').each([
    ['shop', 'served-shop'],
    ['payment provider', 'provider/main'],
  ])('of the checkout over HTTP ends when the %s is killed', async (who, program) => {
    await using database = await server.database('killed');
    const run = await (subjectOf(http, 'metes') as Subject<LoopRun>).open({
      server,
      url: database.url,
      concurrency: 1,
    });
    await run.unit(0);
    const [victim, ...others] = childrenOf(process.pid).filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program),
    );
    expect(others).toEqual([]);
    process.kill(victim!, 'SIGKILL');
    await expect(run.unit(0)).rejects.toThrow(/ended without being asked|ECONNRE|socket hang up/);
    await expect(run.close()).rejects.toThrow(`the ${who} ended: SIGKILL`);
    expect(
      childrenOf(process.pid).filter((pid) =>
        /served-shop|provider\/main/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
      ),
    ).toEqual([]);
  });

  it('of W1 catches stock that moved for nobody, orders that hang and payments that are missing', async () => {
    const moved = `update stock set available = available - 2, reserved = reserved + 2 where sku = 'sku-0999'`;
    const hanging = `update orders set status = 'pending' where id = (select id from orders limit 1)`;
    const { after } = await planted(w1, 'limit:tx1', `${moved}; ${hanging}; delete from payments`);
    expect(after).toContain('orders pending: 1 and not 0');
    expect(after).toContain('payments authorised: 0 and not 5');
    expect(after.some((each) => each.startsWith('reserved of sku-0999'))).toBe(true);
  });

  it.each([
    ['limit-cte', 'delete from outbox where position = 3', 'publications: 10004 and not 10005'],
    [
      'metes',
      'update accounts.log set published = null where position = 3',
      'publications: 10004 and not 10005',
    ],
    ['limit-batch', 'delete from events where position = 3', 'events: 10004 and not 10005'],
  ])('of W2 catches what is missing from %s', async (subject, statement, finding) => {
    const { before, after } = await planted(w2, subject, statement);
    expect(before).toEqual([]);
    expect(after).toContain(finding);
  });

  it('of W3 catches an event that was not recorded', async () => {
    const statement = `delete from "statements-0".rows where key = (select key from "statements-0".rows limit 1)`;
    const { before, after } = await planted(w3(300), 'metes', statement);
    expect(before).toEqual([]);
    expect(after).toContain('recorded: 299 and not 300');
  });

  it.each([
    ['limit-copy', `update balances set balance = balance + 1 where account_id = 'account-00007'`],
    [
      'metes',
      `update accounts.rows set content = replace(content, '"balance":', '"balance":1') where key = 'account-00007'`,
    ],
  ])('of W4 catches a wrong row of %s', async (subject, statement) => {
    const { before, after } = await planted(w4(300), subject, statement);
    expect(before).toEqual([]);
    expect(after).toHaveLength(1);
    expect(after[0]).toMatch(/^balance of the read model: /);
  });

  it('makes a point void whose subject fails, and leaves the others alone', async () => {
    const broken: Subject<LoopRun> = {
      name: 'limit:broken',
      about: '',
      open: async () => {
        await using _ = { [Symbol.asyncDispose]: () => Promise.reject(new Error('no answer')) };
        throw new Error('no table');
      },
    };
    const workload = { ...w1, subjects: [broken, subjectOf(w1, 'limit:tx3')] } as Workload;
    const points = await pointsFor(workload);
    expect(points[0]).toMatchObject({
      subject: 'limit:broken',
      perSecond: null,
      void: ['it failed: no table; and then it could not be closed: no answer'],
    });
    expect(points[1]!.void).toBeUndefined();
    expect(points[1]!.ratios).toEqual({});
  });
});
