import { expect, it } from 'vitest';
import { WorthSweeping } from './worth-sweeping.ts';

const table = (living: number, dead: number) => ({ name: 'tallies', bytes: 0, living, dead });

it('a table is worth sweeping from 1,000 dead rows and a tenth of its living ones on', () => {
  const worth = new WorthSweeping();
  const dead = [999, 1_000, 100_999, 101_000];
  const verdicts = dead.map((each) => worth.of([table(each > 1_000 ? 1_000_000 : 0, each)]).length);
  expect(verdicts).toEqual([0, 1, 0, 1]);
});

it('what could not be removed is tried again when a quarter more is there, or when it had gone by itself', () => {
  const worth = new WorthSweeping();
  const isWorth = (dead: number) => worth.of([table(0, dead)]).length === 1;
  worth.swept([table(0, 8_000)]);
  expect([8_000, 9_999, 10_000].map(isWorth)).toEqual([false, false, true]);
  worth.swept([table(0, 10_000)]);
  expect([11_000, 200, 2_000].map(isWorth)).toEqual([false, false, true]);
});
