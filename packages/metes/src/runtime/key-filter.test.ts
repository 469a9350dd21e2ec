import { expect, it } from 'vitest';
import { KeyFilter } from './key-filter.ts';

it('never forgets a key, and takes few others for one', () => {
  const filter = new KeyFilter();
  expect(filter.mayHave('order-1')).toBe(false);
  for (let n = 0; n < 200_000; n++) filter.add(`order-${n}`);
  let forgotten = 0;
  let mistaken = 0;
  for (let n = 0; n < 200_000; n++) {
    if (!filter.mayHave(`order-${n}`)) forgotten++;
    if (filter.mayHave(`order-${n + 200_000}`)) mistaken++;
  }
  expect(forgotten).toBe(0);
  expect(mistaken).toBeLessThan(2_000);
});
