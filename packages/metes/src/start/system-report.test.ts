import { describe, expect, test } from 'vitest';
import type { StoreStatus } from '../runtime/ports/context-store.ts';
import { reportOf } from './system-report.ts';

const status = (given: Partial<StoreStatus>): StoreStatus => ({
  head: 0,
  epoch: 'e',
  cursors: [],
  parked: { retrying: 0, waiting: 0, dead: 0 },
  deadlines: 0,
  deadlinesDue: 0,
  deadlinesDead: 0,
  ...given,
});

describe('the report on a system', () => {
  test('counts as outbox what the slowest subscriber of each log has not read', () => {
    const report = reportOf(
      [
        {
          context: 'ordering',
          status: status({
            head: 10,
            cursors: [{ subscription: 'ordering.list<-ordering', position: 9, epoch: '' }],
          }),
        },
        {
          context: 'payments',
          status: status({
            head: 3,
            cursors: [
              { subscription: 'payments<-ordering', position: 4, epoch: '' },
              { subscription: 'payments.ask<-payments', position: 3, epoch: '' },
            ],
          }),
        },
      ],
      [],
    );
    expect(report).toMatchObject({
      running: false,
      quiet: false,
      outbox: 6,
      contexts: { ordering: { outbox: 6 }, payments: { outbox: 0 } },
    });
    expect(report.contexts['payments']!.subscriptions).toEqual([
      { subscription: 'payments<-ordering', publisher: 'ordering', position: 4, behind: 6 },
      { subscription: 'payments.ask<-payments', publisher: 'payments', position: 3, behind: 0 },
    ]);
    expect(report.left).toEqual([
      'ordering.list<-ordering is 1 events behind',
      'payments<-ordering is 6 events behind',
    ]);
  });

  test('is quiet with dead letters and timers, but not with retries and timers that are due', () => {
    const quiet = reportOf(
      [
        {
          context: 'ordering',
          status: status({
            parked: { retrying: 0, waiting: 2, dead: 1 },
            deadlines: 5,
            deadlinesDead: 2,
          }),
        },
      ],
      [],
    );
    expect(quiet).toMatchObject({ quiet: true, left: [], deadLetters: 3, timersDue: 0 });
    expect(quiet.contexts['ordering']).toMatchObject({ timers: 5, timersDead: 2 });
    const busy = reportOf(
      [
        {
          context: 'ordering',
          status: status({ parked: { retrying: 1, waiting: 0, dead: 0 }, deadlines: 5, deadlinesDue: 2 }),
        },
      ],
      [],
    );
    expect(busy).toMatchObject({
      quiet: false,
      left: ['ordering retries 1 messages', 'ordering has 2 deadlines due'],
      timersDue: 2,
    });
  });

  test('says which subscriptions are halted because a log was restored', () => {
    const read = (epoch: string) => [
      { context: 'ordering', status: status({ head: 10, epoch: 'new' }) },
      {
        context: 'payments',
        status: status({ head: 0, cursors: [{ subscription: 'payments<-ordering', position: 10, epoch }] }),
      },
    ];
    expect(reportOf(read('new'), []).left).toEqual([]);
    expect(reportOf(read('old'), [])).toMatchObject({
      quiet: false,
      left: ['payments<-ordering is halted: the log of ordering was restored (METES_RUNTIME_LOG_REPLACED)'],
    });
  });

  test('names the processes without what only concerns ourselves', () => {
    const { running, processes } = reportOf(
      [],
      [{ role: 'main', pid: 7, stamp: 't1', contexts: ['ordering'], kind: 'process', startedAt: 1 }],
    );
    expect({ running, processes }).toEqual({
      running: true,
      processes: [{ role: 'main', pid: 7, contexts: ['ordering'], kind: 'process', startedAt: 1 }],
    });
  });
});
