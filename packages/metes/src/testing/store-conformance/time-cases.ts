import assert from 'node:assert/strict';
import type { DeadlineWrite, ParkedState, ParkedWrite } from '../../runtime/ports/batch.ts';
import type { DeadlineFailure } from '../../runtime/ports/context-store.ts';
import { batchOf, changeOf, conflictsOf, only, storeCase, type StoreCase } from './rig.ts';

const event = {
  id: 'e1',
  type: 'OrderPlaced',
  typeVersion: 1,
  data: { orderId: 'o1' },
  version: 1,
  time: 5,
  correlation: 'c',
};

function deadlineOf(aggregateId: string, afterMs: number, parts: Partial<DeadlineWrite> = {}): DeadlineWrite {
  return { deadline: 'expiry', aggregateId, afterMs, event, ...parts };
}

function failureOf(aggregateId: string, attempts: number, againInMs: number | undefined): DeadlineFailure {
  const cause = { code: 'METES_X', message: 'broke', stack: 'at x' };
  return { deadline: 'expiry', aggregateId, startedBy: 'e1', attempts, againInMs, cause };
}

function parkedOf(position: number, state: ParkedState): ParkedWrite {
  return {
    subscription: 's',
    key: 'k',
    position,
    eventId: 'e',
    message: {},
    reactions: [],
    state,
    attempts: 0,
    dueInMs: 0,
  };
}

/** Deadlines, leases and the clock of the store. */
export const timeCases: readonly StoreCase[] = [
  storeCase('a deadline is due after its time and not before', async (store, rig) => {
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 400)] }));
    assert.deepEqual(await store.dueDeadlines(10), []);
    await rig.pass(450);
    assert.deepEqual(await store.dueDeadlines(10), [
      { deadline: 'expiry', aggregateId: 'o1', attempts: 0, event },
    ]);
  }),
  storeCase('due deadlines come oldest first, as many as asked for', async (store, rig) => {
    await store.commit(
      batchOf({ deadlines: [deadlineOf('o3', 30), deadlineOf('o1', 10), deadlineOf('o2', 20)] }),
    );
    await rig.pass(60);
    assert.deepEqual(
      (await store.dueDeadlines(2)).map(({ aggregateId }) => aggregateId),
      ['o1', 'o2'],
    );
  }),
  storeCase('a deadline is cancelled before it is due', async (store, rig) => {
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 20)] }));
    await store.commit(batchOf({ deadlinesDone: [{ deadline: 'expiry', aggregateId: 'o1' }] }));
    await rig.pass(40);
    assert.deepEqual(await store.dueDeadlines(10), []);
  }),
  storeCase('cancelling what does not exist is no conflict unless it must exist', async (store) => {
    await store.commit(batchOf({ deadlinesDone: [{ deadline: 'expiry', aggregateId: 'o1' }] }));
    const must = batchOf({
      ...changeOf('o1', 0),
      deadlinesDone: [{ deadline: 'expiry', aggregateId: 'o1', mustExist: true }],
    });
    assert.deepEqual(await conflictsOf(store.commit(must)), only({ deadlines: ['expiry/o1'] }));
    assert.equal(await store.head(), 0);
  }),
  storeCase('a due deadline is answered once', async (store) => {
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 0)] }));
    const answered = () =>
      batchOf({ deadlinesDone: [{ deadline: 'expiry', aggregateId: 'o1', mustExist: true }] });
    await store.commit(answered());
    assert.deepEqual(await conflictsOf(store.commit(answered())), only({ deadlines: ['expiry/o1'] }));
  }),
  storeCase('a batch behind a fence commits only while the lease is in its hands', async (store) => {
    const fenced = (id: string) =>
      batchOf({ ...changeOf(id, 0), fence: { lease: 'deliveries', holder: 'one' } });
    const ofRows = (key: string) =>
      batchOf({
        rows: [{ projection: 'orders', generation: 0, key, row: {}, fresh: true }],
        fence: { lease: 'deliveries', holder: 'one' },
      });
    assert.deepEqual(await conflictsOf(store.commit(fenced('o1'))), { leases: ['deliveries'] });
    assert.deepEqual(await conflictsOf(store.commit(ofRows('r1'))), { leases: ['deliveries'] });
    assert.equal(await store.lease('deliveries', 'one', 60_000), true);
    await store.commit(fenced('o1'));
    await store.commit(ofRows('r1'));
    await store.release('deliveries', 'one');
    assert.equal(await store.lease('deliveries', 'other', 60_000), true);
    assert.deepEqual(await conflictsOf(store.commit(fenced('o2'))), { leases: ['deliveries'] });
    assert.deepEqual(await conflictsOf(store.commit(ofRows('r2'))), { leases: ['deliveries'] });
    assert.equal(await store.head(), 1);
  }),
  storeCase('a lease is renewed only by whom nobody has followed', async (store, rig) => {
    assert.equal(await store.renewLease('deliveries', 'one', 60_000), false);
    assert.equal(await store.lease('deliveries', 'one', 20), true);
    await rig.pass(50);
    assert.equal(await store.renewLease('deliveries', 'one', 20), true);
    await rig.pass(50);
    assert.equal(await store.lease('deliveries', 'other', 20), true);
    await rig.pass(50);
    assert.equal(await store.renewLease('deliveries', 'one', 60_000), false);
    assert.equal(await store.lease('deliveries', 'one again', 60_000), true);
    assert.equal(await store.renewLease('deliveries', 'other', 60_000), false);
  }),
  storeCase('a deadline that was started anew is not the one that was answered', async (store) => {
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 0, { event: { ...event, id: 'e2' } })] }));
    const done = { deadline: 'expiry', aggregateId: 'o1', startedBy: 'e1' };
    const late = store.commit(batchOf({ deadlinesDone: [{ ...done, mustExist: true }] }));
    assert.deepEqual(await conflictsOf(late), only({ deadlines: ['expiry/o1'] }));
    await store.commit(batchOf({ deadlinesDone: [done] }));
    assert.equal((await store.status()).deadlines, 1);
    await store.commit(batchOf({ deadlinesDone: [{ ...done, startedBy: 'e2', mustExist: true }] }));
    assert.equal((await store.status()).deadlines, 0);
  }),
  storeCase('setting a deadline that exists changes nothing', async (store) => {
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 0)] }));
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 60_000, { event: { ...event, id: 'e2' } })] }));
    assert.deepEqual(
      (await store.dueDeadlines(10)).map((each) => each.event.id),
      ['e1'],
    );
  }),
  storeCase('a batch that answers a deadline may set it anew', async (store) => {
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 0)] }));
    await store.commit(
      batchOf({
        deadlines: [deadlineOf('o1', 0, { event: { ...event, id: 'e2' } })],
        deadlinesDone: [{ deadline: 'expiry', aggregateId: 'o1', mustExist: true }],
      }),
    );
    assert.deepEqual(
      (await store.dueDeadlines(10)).map((each) => each.event.id),
      ['e2'],
    );
  }),
  storeCase('deadlines of one aggregate and different names do not meet', async (store) => {
    await store.commit(
      batchOf({ deadlines: [deadlineOf('o1', 0), deadlineOf('o1', 0, { deadline: 'reminder' })] }),
    );
    await store.commit(batchOf({ deadlinesDone: [{ deadline: 'expiry', aggregateId: 'o1' }] }));
    assert.deepEqual(
      (await store.dueDeadlines(10)).map(({ deadline }) => deadline),
      ['reminder'],
    );
  }),
  storeCase('a deadline that could not be answered rests, and still counts as due', async (store, rig) => {
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 0), deadlineOf('o2', 0)] }));
    assert.equal(await store.failDeadline(failureOf('o1', 1, 60)), true);
    assert.deepEqual(
      (await store.dueDeadlines(10)).map(({ aggregateId }) => aggregateId),
      ['o2'],
    );
    assert.equal((await store.status()).deadlinesDue, 2);
    await rig.pass(90);
    assert.deepEqual(
      (await store.dueDeadlines(10)).map(({ aggregateId, attempts }) => [aggregateId, attempts]),
      [
        ['o2', 0],
        ['o1', 1],
      ],
    );
  }),
  storeCase('a try that failed is noted once, of the deadline that it was a try of', async (store) => {
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 0)] }));
    assert.equal(await store.failDeadline(failureOf('o1', 2, 0)), false);
    assert.equal(await store.failDeadline(failureOf('o1', 1, 0)), true);
    assert.equal(await store.failDeadline(failureOf('o1', 1, 0)), false);
    assert.equal(await store.failDeadline({ ...failureOf('o1', 2, 0), startedBy: 'e2' }), false);
    assert.equal(await store.failDeadline({ ...failureOf('o1', 2, 0), deadline: 'reminder' }), false);
    assert.equal(await store.failDeadline(failureOf('nobody', 1, 0)), false);
    assert.deepEqual(
      (await store.dueDeadlines(10)).map(({ attempts }) => attempts),
      [1],
    );
  }),
  storeCase('a deadline that is a dead letter is listed at the position of its event', async (store) => {
    const { events, ...change } = changeOf('o1', 0, 2);
    await store.commit(
      batchOf({
        ...change,
        events,
        deadlines: [
          deadlineOf('o1', 0, { event: { ...event, id: events[1]!.id, version: 2 } }),
          deadlineOf('o2', 0),
        ],
        parked: [parkedOf(1, 'dead'), parkedOf(3, 'dead'), parkedOf(4, 'waiting')],
      }),
    );
    const failure = { ...failureOf('o1', 1, undefined), startedBy: events[1]!.id };
    assert.equal(await store.failDeadline(failure), true);
    assert.equal(await store.failDeadline({ ...failure, attempts: 2 }), false);
    const listed = async (filter: { subscription?: string; state?: 'dead' | 'waiting'; limit: number }) =>
      (await store.parked(filter)).map(({ subscription, position }) => [subscription, position]);
    const subscription = `${store.context}.expiry`;
    const dead = [
      ['s', 1],
      [subscription, 2],
      ['s', 3],
    ];
    assert.deepEqual(await listed({ state: 'dead', limit: 9 }), dead);
    assert.deepEqual(await listed({ state: 'dead', limit: 2 }), dead.slice(0, 2));
    assert.deepEqual(await listed({ limit: 9 }), [...dead, ['s', 4]]);
    assert.deepEqual(await listed({ state: 'waiting', limit: 9 }), [['s', 4]]);
    const [{ parkedAt, ...shown } = assert.fail('none is listed')] = await store.parked({
      subscription,
      limit: 9,
    });
    assert.ok(Math.abs((await store.now()) - parkedAt) < 60_000);
    assert.deepEqual(shown, {
      subscription,
      key: 'o1',
      position: 2,
      eventId: events[1]!.id,
      message: {
        deadline: 'expiry',
        aggregateId: 'o1',
        event: { ...event, id: events[1]!.id, version: 2 },
      },
      reactions: ['expiry'],
      state: 'dead',
      attempts: 1,
      dueInMs: 0,
      cause: failure.cause,
    });
    assert.deepEqual(
      (await store.dueDeadlines(9)).map(({ aggregateId }) => aggregateId),
      ['o2'],
    );
    const { deadlines, deadlinesDue, deadlinesDead, parked } = await store.status();
    assert.deepEqual([deadlines, deadlinesDue, deadlinesDead, parked.dead], [1, 1, 1, 2]);
  }),
  storeCase('a deadline that is a dead letter is redriven by its name and position', async (store) => {
    const subscription = `${store.context}.expiry`;
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 0)], parked: [parkedOf(1, 'dead')] }));
    await store.failDeadline(failureOf('o1', 1, undefined));
    const [{ position } = assert.fail('none is listed')] = await store.parked({ subscription, limit: 1 });
    assert.equal(await store.redrive({ subscription, position: position + 1 }), 0);
    assert.equal(await store.redrive({ subscription, position }), 1);
    assert.deepEqual(await store.dueDeadlines(9), [
      { deadline: 'expiry', aggregateId: 'o1', attempts: 0, event },
    ]);
    assert.equal((await store.status()).deadlinesDead, 0);
    await store.failDeadline(failureOf('o1', 1, undefined));
    assert.equal(await store.redrive({}), 2);
  }),
  storeCase('a deadline that is a dead letter is cancelled like any other', async (store) => {
    await store.commit(batchOf({ deadlines: [deadlineOf('o1', 0)] }));
    await store.failDeadline(failureOf('o1', 1, undefined));
    await store.commit(batchOf({ deadlinesDone: [{ deadline: 'expiry', aggregateId: 'o1' }] }));
    assert.equal((await store.status()).deadlinesDead, 0);
    assert.deepEqual(await store.parked({ limit: 9 }), []);
  }),
  storeCase('a lease is held by one at a time', async (store) => {
    assert.equal(await store.lease('deliveries', 'p1', 5_000), true);
    assert.equal(await store.lease('deliveries', 'p2', 5_000), false);
    assert.equal(await store.lease('deliveries', 'p1', 5_000), true);
    assert.equal(await store.lease('other', 'p2', 5_000), true);
  }),
  storeCase('a lease that was not renewed is taken over', async (store, rig) => {
    await store.lease('deliveries', 'p1', 30);
    await rig.pass(50);
    assert.equal(await store.lease('deliveries', 'p2', 5_000), true);
    assert.equal(await store.lease('deliveries', 'p1', 5_000), false);
  }),
  storeCase('a lease is released by its holder only', async (store) => {
    await store.lease('deliveries', 'p1', 5_000);
    await store.release('deliveries', 'p2');
    assert.equal(await store.lease('deliveries', 'p2', 5_000), false);
    await store.release('deliveries', 'p1');
    assert.equal(await store.lease('deliveries', 'p2', 5_000), true);
  }),
  storeCase('the clock of the store goes on', async (store, rig) => {
    const before = await store.now();
    await rig.pass(20);
    assert.ok((await store.now()) - before >= 19 && Number.isInteger(before));
  }),
  storeCase('the status counts what is not done yet', async (store, rig) => {
    await store.cursors([
      { subscription: 's', start: 4 },
      { subscription: 'a', start: 1 },
    ]);
    await store.commit(
      batchOf({
        ...changeOf('o1', 0, 3),
        deadlines: [deadlineOf('o1', 0), deadlineOf('o2', 60_000)],
        parked: [parkedOf(1, 'dead'), parkedOf(2, 'waiting'), parkedOf(3, 'waiting')],
      }),
    );
    await rig.pass(5);
    assert.deepEqual(await store.status(), {
      head: 3,
      epoch: await store.epoch(),
      cursors: [
        { subscription: 'a', position: 1, epoch: '' },
        { subscription: 's', position: 4, epoch: '' },
      ],
      parked: { retrying: 0, waiting: 2, dead: 1 },
      deadlines: 2,
      deadlinesDue: 1,
      deadlinesDead: 0,
    });
  }),
];
