import { describe, expect, it } from 'vitest';
import { AssumedHead } from './assumed-head.ts';

/** A head after commits of one event each that went where they were expected, beginning behind a position. */
function expected(head: AssumedHead, after: number, count: number): AssumedHead {
  for (let n = 1; n <= count; n++) head.moved(after + n, 1);
  return head;
}

/** After how many commits as expected it is relied upon. */
function enough(head: AssumedHead, after: number): number {
  for (let count = 1; count <= 100_000; count++)
    if (expected(head, after + count - 1, 1).position !== undefined) return count;
  return Number.POSITIVE_INFINITY;
}

describe('the assumed end of a log', () => {
  it('is behind what was written last, and unknown before anything was', () => {
    const head = new AssumedHead();
    expect(head.position).toBeUndefined();
    head.moved(7, 3);
    expect(head.position).toBe(9);
  });

  it('is not relied upon after a surprise until 128 commits in a row went as expected, and twice as many after the next', () => {
    const head = expected(new AssumedHead(), 0, 1);
    head.moved(5, 1);
    expect(enough(head, 5)).toBe(128);
    head.moved(1_000, 1);
    expect(enough(head, 1_000)).toBe(256);
  });

  it('begins to count again at each surprise', () => {
    const head = expected(new AssumedHead(), 0, 1);
    head.moved(5, 1);
    expected(head, 5, 127);
    head.moved(1_000, 1);
    expected(head, 1_000, 127);
    expect(head.position).toBeUndefined();
  });

  it('is trusted sooner again when nobody else has written for long', () => {
    const head = expected(new AssumedHead(), 0, 1);
    head.moved(5, 1);
    expected(head, 5, 1_000);
    head.moved(5_000, 1);
    expect(enough(head, 5_000)).toBe(128);
  });

  it('is not relied upon after a pause until 64 commits went as expected, however often there is one', () => {
    const head = expected(new AssumedHead(), 0, 1);
    for (let after = 1; after < 400; after += 64) {
      head.pause();
      expect(enough(head, after)).toBe(64);
    }
  });
});
