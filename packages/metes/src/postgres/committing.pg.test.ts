import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isMetesError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import type { ContextStore } from '../runtime/ports/context-store.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { batchOf, changeOf, conflictsOf, eventOf, only } from '../testing/store-conformance/rig.ts';
import { rigProjections, rigTallies } from '../testing/store-conformance.ts';
import { postgresStore } from './postgres-store.ts';

let database: ProvisionedDatabase;
let store: ContextStore;

beforeAll(async () => {
  database = await provisionedDatabase(['ordering']);
  store = await opened({ answersKeptMs: 1 });
});
afterAll(async () => {
  await store?.close();
  await database.drop();
});

const opened = (options: { readonly answersKeptMs?: number }): Promise<ContextStore> =>
  postgresStore({
    url: database.urls.contexts['ordering']!,
    context: 'ordering',
    tallies: rigTallies,
    projections: rigProjections,
    ...options,
  });

/** Which batches are known by their number: those that no aggregate would refuse when they are given again. */
const marks = async (): Promise<number> =>
  (await database.query('select count(*)::int as count from ordering.commits'))[0].count;

/** Runs something while `commit_2`, which is open to every batch, is not to be found. */
async function withoutLongWay(action: () => Promise<void>): Promise<void> {
  const rename = (from: string, to: string) =>
    database.query(`alter function ordering.${from} rename to ${to}`);
  await rename('commit_2', 'commit_2_is_away');
  try {
    await action();
  } finally {
    await rename('commit_2_is_away', 'commit_2');
  }
}

const answer = {
  principal: 'ann "the first", {x}',
  route: 'POST /orders',
  key: '',
  fingerprint: 'f1',
  answer: { status: 201, headers: {}, body: 'ü😀' },
};

describe('a batch of rows', () => {
  it('goes the short way, and the empty key and the empty field are kept and taken away as any other', async () => {
    const written = (key: string, customer: string | null, fresh = false) => ({
      projection: 'orders',
      generation: 0,
      key,
      row: { customer, n: 1 },
      fresh,
    });
    const fields = () =>
      database.query(`select key, f0 from ordering.rows where projection = 'orders' order by key`);
    await withoutLongWay(async () => {
      for (const fresh of [true, false]) {
        await database.query('delete from ordering.rows');
        for (const [keys, customer] of [
          [[''], 'ann'],
          [[''], null],
          [['', 'b'], null],
          [['', 'b'], 'bob'],
        ] as const) {
          if (fresh) await database.query('delete from ordering.rows');
          await store.commit(batchOf({ rows: keys.map((key) => written(key, customer, fresh)) }));
          expect(await fields()).toEqual(
            keys.map((key) => ({ key, f0: customer && JSON.stringify(customer) })),
          );
        }
      }
      await store.commit(batchOf({ rows: [{ ...written('', null), row: null }] }));
    });
    expect((await fields()).map(({ key }) => key)).toEqual(['b']);
  });

  it('is kept as it was given, whatever its rows hold, and goes the short way unless a list holds what separates rows', async () => {
    const separator = '\u001f';
    const short = [
      { text: `,"${separator}",`, json: JSON.stringify(['a', separator, 'b']) },
      { ends: [separator], [separator]: separator, nested: [[], [separator, 1]] },
      { last: ['a', separator] },
      [separator, 'ü😀'],
    ];
    const long = [{ n: 1 }, { list: ['a', separator, 'b'] }, { n: 3 }];
    const committed = async (projection: string, rows: readonly Json[], fresh: boolean) => {
      const keyed = rows.map((row, index) => ({ key: `${index}`, row }));
      await store.commit(
        batchOf({ rows: keyed.map((each) => ({ projection, generation: 0, ...each, fresh })) }),
      );
      expect(
        await store.rowsByKey(
          projection,
          0,
          keyed.map(({ key }) => key),
        ),
      ).toEqual(rows);
    };
    for (const projection of ['orders', 'products'])
      for (const fresh of [true, false]) {
        await database.query('delete from ordering.rows');
        await withoutLongWay(async () => {
          await committed(projection, short, fresh);
          await database.query('delete from ordering.rows');
          await expect(committed(projection, long, fresh)).rejects.toThrow('commit_2');
        });
        await committed(projection, long, fresh);
      }
  });
});

describe('a batch of one event', () => {
  it('goes the short way with all that may go with it, and is kept as it was given', async () => {
    const before = await marks();
    await store.cursors([{ subscription: 's', start: 0 }]);
    const odd = 'a"b\\c,{d} ü😀 NULL';
    const event = eventOf(odd, 1, { traceparent: '00-1-2-01', causation: '', data: null });
    const committed = await store.commit(
      batchOf({
        ...changeOf(odd, 0),
        events: [event],
        tallies: [odd, '', 'NULL'].map((key) => ({
          tally: 'stock',
          key,
          deltas: [3, 2, 1],
          expected: [0, 0, 0],
        })),
        answers: [answer],
        cursors: [{ subscription: 's', from: 0, to: 4, epoch: 'e' }],
      }),
    );
    expect(await marks()).toBe(before);
    expect((await store.log(0, 10)).records).toEqual([{ ...event, position: committed.firstPosition }]);
    const keys = [odd, '', 'NULL'].map((key) => ({ tally: 'stock', key }));
    expect(await store.tallies(keys)).toEqual(keys.map(() => [3, 2, 1]));
    expect(
      await database.query('select principal, key, answer::json as answer from ordering.answers'),
    ).toEqual([{ principal: answer.principal, key: '', answer: answer.answer }]);
    expect(await store.cursors([{ subscription: 's', start: 0 }])).toMatchObject([
      { position: 4, epoch: 'e' },
    ]);
  });

  it('takes away the marks that its cursor passes, and no others', async () => {
    await store.cursors([{ subscription: 'calls', start: 0 }]);
    const handled = [1, 2, 5].map((position) => ({
      subscription: 'calls',
      position,
      eventId: `e${position}`,
    }));
    await store.commit(batchOf({ handled }));
    const before = await marks();
    await store.commit(
      batchOf({ ...changeOf('o2', 0), cursors: [{ subscription: 'calls', from: 0, to: 2 }] }),
    );
    expect(await marks()).toBe(before);
    expect(
      await database.query(`select position::int from ordering.handled where subscription = 'calls'`),
    ).toEqual([{ position: 5 }]);
  });

  it('takes them away also where another process has left them', async () => {
    const subscription = 'calls of another';
    await store.cursors([{ subscription, start: 0 }]);
    await store.commit(batchOf({ handled: [{ subscription, position: 2, eventId: 'e' }] }));
    const next = await opened({});
    await next.cursors([{ subscription, start: 0 }]);
    await next.commit(batchOf({ ...changeOf('o18', 0), cursors: [{ subscription, from: 0, to: 3 }] }));
    expect(
      await database.query('select from ordering.handled where subscription = $1', [subscription]),
    ).toEqual([]);
    await next.close();
  });

  describe('is put where the log ended a moment ago', () => {
    let one: ContextStore;
    let other: ContextStore;
    let id = 20;
    const change = () => batchOf(changeOf(`o${++id}`, 0));
    const atOnce = (by: ContextStore) => by.commit(change());
    beforeEach(async () => {
      // However long this takes, it is a moment.
      const now = performance.now();
      vi.spyOn(performance, 'now').mockReturnValue(now);
      [one, other] = [await opened({}), await opened({})];
      await atOnce(one);
    });
    afterEach(async () => {
      vi.restoreAllMocks();
      await one.close();
      await other.close();
    });
    const last = async (): Promise<number> =>
      (await database.query('select max(position)::int as last from ordering.log'))[0].last;

    it('and goes the long way when somebody else was faster, who is reckoned with for a while then', async () => {
      const before = await last();
      await withoutLongWay(async () => {
        await atOnce(one);
        await atOnce(other);
        // It finds out only when its place is taken.
        await expect(atOnce(one)).rejects.toThrow('commit_2');
      });
      expect(await atOnce(one)).toEqual({ firstPosition: before + 3 });
      await withoutLongWay(async () => {
        await other.commit(batchOf(changeOf('others', 0, 2)));
        expect(await atOnce(one)).toEqual({ firstPosition: before + 6 });
      });
    });

    it('and not while another commit is on its way', async () => {
      const before = await last();
      await withoutLongWay(async () => {
        const committed = await Promise.all([atOnce(one), atOnce(one), atOnce(one)]);
        expect(committed.map(({ firstPosition }) => firstPosition - before)).toEqual([1, 2, 3]);
      });
    });

    it('also when it is begun, and goes the long way from there', async () => {
      const before = await last();
      await atOnce(other);
      const begun = one.begin!(change())!;
      await begun.carriedOut();
      expect(await begun.finish()).toEqual({ firstPosition: before + 2 });
    });

    it('and not where it ended when it was begun, if something else came in between', async () => {
      const before = await last();
      await withoutLongWay(async () => {
        const begun = one.begin!(change())!;
        await begun.carriedOut();
        expect(await atOnce(one)).toEqual({ firstPosition: before + 1 });
        expect(await begun.finish()).toEqual({ firstPosition: before + 2 });
      });
    });

    it('but not where it ended over another connection: it may be another log by now', async () => {
      const before = await last();
      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'metes ordering commit' and datname = current_database()`,
      );
      await database.query('delete from ordering.log where position = $1', [before]);
      const batch = change();
      const committed = async (): Promise<unknown> =>
        one.commit(batch).catch((error: unknown) => {
          if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) return committed();
          throw error;
        });
      // Time for the process to notice: it is told of what it has not asked for.
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await committed()).toEqual({ firstPosition: before });
    });
  });

  it('leaves marks that it knows nothing of, and nobody goes by them', async () => {
    const subscription = 'marked by others';
    await store.cursors([{ subscription, start: 0 }]);
    await database.query(`insert into ordering.handled values ($1, 2, 'e'), ($1, 4, 'e')`, [subscription]);
    await store.commit(batchOf({ ...changeOf('o19', 0), cursors: [{ subscription, from: 0, to: 3 }] }));
    expect(await store.cursors([{ subscription, start: 0 }])).toMatchObject([{ position: 3, handled: [4] }]);
    expect(
      await database.query('select handled_ahead from ordering.audit_inbox where subscription = $1', [
        subscription,
      ]),
    ).toEqual([{ handled_ahead: ['4'] }]);
  });

  it('is given again in full where an answer has outlived its time', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.commit(batchOf({ ...changeOf('o3', 0), answers: [{ ...answer, fingerprint: 'f2' }] }));
    expect(await database.query('select fingerprint from ordering.answers')).toEqual([{ fingerprint: 'f2' }]);
  });

  it('of another aggregate than it changes leaves a mark, since no aggregate refuses its second try', async () => {
    const before = await marks();
    const batch = batchOf({ ...changeOf('o5', 0), events: [eventOf('o6', 1)] });
    const { firstPosition } = await store.commit(batch);
    expect(await marks()).toBe(before + 1);
    expect(await store.commit(batch)).toEqual({ firstPosition });
  });
});

describe('a batch of several events', () => {
  it('is known by its first event and leaves no mark: given again, also beside a fence, it takes effect once', async () => {
    const before = await marks();
    await store.lease('l', 'me', 60_000);
    const several = batchOf({ ...changeOf('o7', 0, 2), answers: [{ ...answer, key: 'k7' }] });
    const fenced = batchOf({ ...changeOf('o4', 0), fence: { lease: 'l', holder: 'me' } });
    for (const batch of [several, fenced]) {
      const { firstPosition } = await store.commit(batch);
      expect(await store.commit(batch)).toEqual({ firstPosition });
    }
    expect(await marks()).toBe(before);
  });

  it('leaves a mark every 1,024th time, and takes those away that are too old to be asked for', async () => {
    const writer = 'counted';
    const commit = (sequence: number, id: string) =>
      store.commit({ ...batchOf(changeOf(id, 0, 2)), writer, sequence });
    await store.commit({ ...batchOf({ deadlines: [] }), writer, sequence: 7 });
    await commit(1024, 'c1024');
    await commit(1025, 'c1025');
    await commit(2048, 'c2048');
    expect(
      await database.query(
        `select sequence::int from ordering.commits where writer = 'counted' order by sequence`,
      ),
    ).toEqual([{ sequence: 2048 }]);
  });

  it.each([
    ['the short way', { others: ['a', 'b'], principal: '', hasDeadline: false }],
    ['with a deadline, the long one', { others: ['c', 'd'], principal: ' ', hasDeadline: true }],
  ])('%s, keeps what is empty and odd, and takes away the marks its cursors pass', async (way, with_) => {
    const { principal, hasDeadline } = with_;
    const [one, other] = with_.others as [string, string];
    await store.cursors([
      { subscription: one, start: 0 },
      { subscription: other, start: 0 },
    ]);
    const odd = `e"f\\g,{h} ü😀 NULL ${way}`;
    const shelves = [odd, ''].map((key) => ({ tally: 'stock', key }));
    const held = await store.tallies(shelves);
    const handled = [one, other].flatMap((subscription) =>
      [2, 5].map((position) => ({ subscription, position, eventId: '' })),
    );
    await store.commit(batchOf({ handled }));
    const events = [eventOf(odd, 1, { causation: '', data: null }), eventOf(odd, 2, { traceparent: 't' })];
    const { id, type, typeVersion, data, version, time, correlation } = events[1]!;
    const event = { id, type, typeVersion, data, version, time, correlation };
    const committed = await store.commit(
      batchOf({
        ...changeOf(odd, 0, 2),
        events,
        tallies: shelves.map((each) => ({ ...each, deltas: [1] })),
        answers: ['', 'k8'].map((key) => ({ ...answer, principal, key, fingerprint: '' })),
        deadlines: hasDeadline ? [{ deadline: 'd', aggregateId: odd, afterMs: 60_000, event }] : [],
        cursors: [
          { subscription: one, from: 0, to: 2 },
          { subscription: other, from: 0, to: 9, epoch: 'e' },
        ],
      }),
    );
    expect(await store.tallies(shelves)).toEqual(held.map(([first, ...rest]) => [first! + 1, ...rest]));
    expect(await store.aggregates([{ type: 'Order', id: odd, eventSourced: false }])).toMatchObject([
      { version: 2, state: { id: odd, version: 2 } },
    ]);
    expect(
      await store.cursors([one, other].map((subscription) => ({ subscription, start: 0 }))),
    ).toMatchObject([
      { position: 2, epoch: '' },
      { position: 9, epoch: 'e' },
    ]);
    expect(await store.history({ type: 'Order', id: odd })).toEqual(
      events.map((event, index) => ({ ...event, position: committed.firstPosition + index })),
    );
    expect(
      await database.query(
        `select key, fingerprint from ordering.answers where principal = $1 order by key`,
        [principal],
      ),
    ).toEqual(['', 'k8'].map((key) => ({ key, fingerprint: '' })));
    expect(await database.query('select aggregate_id from ordering.deadlines')).toEqual(
      hasDeadline ? [{ aggregate_id: odd }] : [],
    );
    expect(
      await database.query(
        `select subscription, position::int from ordering.handled where subscription in ($1, $2)`,
        [one, other],
      ),
    ).toEqual([{ subscription: one, position: 5 }]);
  });

  /** Two commands with all that goes the short way: one begins an aggregate, one changes `there`. */
  const together = (name: string, there: string, version: number) => {
    const [begun, changed] = [changeOf(`${name}-new`, 0), changeOf(there, version)];
    return {
      aggregates: [...begun.aggregates, ...changed.aggregates],
      events: [...begun.events, ...changed.events],
      tallies: [{ tally: 'stock', key: name, deltas: [1] }],
      answers: [{ ...answer, key: name }],
      cursors: [{ subscription: 'group', from: version, to: version + 1 }],
    };
  };

  it('takes one function of the database, and what that refuses is carried to the one that says why', async () => {
    await store.cursors([{ subscription: 'group', start: 1 }]);
    await store.commit(batchOf(changeOf('there', 0)));
    await withoutLongWay(async () => {
      await store.commit(batchOf(together('g1', 'there', 1)));
      await expect(store.commit(batchOf(together('g2', 'there', 1)))).rejects.toThrow('commit_2');
    });
    expect(await conflictsOf(store.commit(batchOf(together('g2', 'there', 1))))).toEqual(
      only({ aggregates: ['Order/there'], cursors: ['group'] }),
    );
  });

  it('replaces an answer that has outlived its time', async () => {
    for (const [id, fingerprint] of [
      ['o9', 'f1'],
      ['o10', 'f2'],
    ] as const) {
      const answers = [{ ...answer, key: 'k9', fingerprint }];
      await store.commit(batchOf({ ...changeOf(id, 0, 2), answers }));
      expect(await database.query(`select fingerprint from ordering.answers where key = 'k9'`)).toEqual([
        { fingerprint },
      ]);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  it('is refused by the name of whatever is not as expected, and leaves nothing', async () => {
    const good = together('g3', 'there', 2);
    const [begun, changed] = good.aggregates;
    const [tally] = good.tallies;
    const again = changeOf('g1-new', 0);
    const kept = await opened({});
    const taken = { ...answer, principal: 'bob', key: 'taken' };
    await kept.commit(batchOf({ answers: [taken] }));
    const everything = (): Promise<readonly any[]> =>
      database.query(
        `select (select max(position) from ordering.log) as log, (select json_agg(a order by id) from ordering.aggregates a) as aggregates,
          (select json_agg(t order by key) from ordering.tallies t) as tallies, (select count(*) from ordering.answers) as answers,
          (select position from ordering.cursors where subscription = 'group') as cursor`,
      );
    const before = await everything();
    for (const [parts, conflicts] of [
      [
        { aggregates: [...again.aggregates, changed!], events: again.events },
        { aggregates: ['Order/g1-new'] },
      ],
      [{ aggregates: [begun!, { ...changed!, expected: 1, version: 2 }] }, { aggregates: ['Order/there'] }],
      [{ tallies: [{ ...tally!, deltas: [-1] }] }, { tallies: ['stock/g3'] }],
      [{ tallies: [{ ...tally!, key: 'g1', deltas: [-2] }] }, { tallies: ['stock/g1'] }],
      [{ tallies: [{ ...tally!, key: 'g1', expected: [7] }] }, { tallies: ['stock/g1'] }],
      [{ answers: [...good.answers, taken] }, { answers: ['taken'] }],
      [{ cursors: [{ subscription: 'group', from: 9, to: 10 }] }, { cursors: ['group'] }],
    ] as const) {
      const batch = batchOf({ ...good, ...(parts as object) });
      expect(await conflictsOf(store.commit(batch))).toEqual(only(conflicts));
      expect(await everything()).toEqual(before);
    }
    await store.commit(batchOf(good));
    expect(await everything()).not.toEqual(before);
    await kept.close();
  });
});

describe('a tally', () => {
  it.each(['a0', 'a1', 'a2', 'a3', 'a4', 'a5'])(
    'is never less than nothing, whatever writes: %s',
    async (account) => {
      await store.commit(batchOf({ tallies: [{ tally: 'stock', key: account, deltas: [0] }] }));
      await expect(
        database.query(`update ordering.tallies set ${account} = -1 where key = $1`, [account]),
      ).rejects.toMatchObject({ code: '23514' });
    },
  );
});
