import { expect, it } from 'vitest';
import { Put } from './counters-under-test.ts';
import { Delivery, type DeliveryHost } from './delivery.ts';
import type { Message } from './message.ts';
import type { ParkedWrite } from './ports/batch.ts';

const message: Message = {
  position: 7,
  id: 'e7',
  subject: 'src',
  sequence: 1,
  time: 0,
  correlation: 'c',
  causation: 'c',
  published: [],
};

it('whether a delivery waits is decided when it is its turn, not by looking at its steps', () => {
  const held = new Set(['src']);
  const parking = {
    holds: (key: string) => held.has(key),
    entry: () => ({ state: 'waiting' }) as ParkedWrite,
    assume: () => undefined,
  };
  const host = {
    name: 's',
    context: 'counters',
    parking,
    failpoints: { pass: () => undefined },
    advance: () => ({ cursors: [{ subscription: 's', from: 6, to: 7 }] }),
  } as unknown as DeliveryHost;
  const step = { name: 'copy', command: () => new Put({ id: 'c', by: 1, note: 'a' }) };
  const delivery = new Delivery(host, {
    message,
    attempts: 0,
    parked: false,
    steps: [step],
    ended: () => undefined,
  });
  expect(delivery.choose()).toEqual([]);
  expect(delivery.marks([])).toMatchObject({ parked: [{ state: 'waiting' }] });
  held.clear();
  expect(delivery.choose()).toEqual([step]);
  held.add('src');
  expect(delivery.steps).toEqual([step]);
  expect(delivery.marks([{ step, done: undefined }])).toEqual({
    cursors: [{ subscription: 's', from: 6, to: 7 }],
  });
});
