import { describe, expect, it } from 'vitest';
import { AssumedHead } from './assumed-head.ts';

/** Commits of one event each that go where they are expected, beginning after a position. */
function expected(head: AssumedHead, after: number, count: number): void {
  for (let n = 1; n <= count; n++) head.moved(after + n, 1);
}

describe('the assumed end of a log', () => {
  it('is behind what was written last, and unknown before anything was', () => {
    const head = new AssumedHead();
    expect(head.position).toBeUndefined();
    head.moved(7, 3);
    expect(head.position).toBe(9);
  });

  it('is not relied upon after a surprise until 128 commits in a row went as expected, then twice as many', () => {
    const head = new AssumedHead();
    head.moved(1, 1);
    head.moved(5, 1);
    expected(head, 5, 127);
    expect(head.position).toBeUndefined();
    expected(head, 132, 1);
    expect(head.position).toBe(133);
    head.doubt();
    expected(head, 133, 255);
    expect(head.position).toBeUndefined();
    expected(head, 388, 1);
    expect(head.position).toBe(389);
  });

  it('begins to count again at each surprise, without asking for more while it is not relied upon', () => {
    const head = new AssumedHead();
    head.moved(1, 1);
    head.doubt();
    for (let n = 0; n < 50; n++) head.moved(100 * (n + 1), 1);
    expected(head, 5_000, 127);
    expect(head.position).toBeUndefined();
    expected(head, 5_127, 1);
    expect(head.position).toBe(5_128);
  });
});
