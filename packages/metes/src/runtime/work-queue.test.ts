import { describe, expect, it } from 'vitest';
import { Assumption } from './ports/assumption.ts';
import type { Work } from './work.ts';
import { WorkQueue } from './work-queue.ts';

const work = (name: string, restsOn?: Assumption, weight?: number): Work => ({
  origin: { correlation: name, causation: name },
  ...(weight === undefined ? {} : { weight }),
  restsOn,
  steps: [],
  marks: () => ({}),
  committed: () => undefined,
  failed: () => undefined,
});

const names = (works: Iterable<Work>): readonly string[] =>
  [...works].map(({ origin }) => origin.correlation);

/** A queue with what it has told. */
function queued(...works: readonly Work[]) {
  let told = 0;
  const queue = new WorkQueue(() => told++);
  for (const each of works) queue.push(each);
  return { queue, told: () => told };
}

describe('the work that waits', () => {
  it('is taken in its order, and what is put back comes first', () => {
    const { queue } = queued(work('a'), work('b'), work('c'));
    const taken = queue.take(2);
    expect([names(taken), names(queue)]).toEqual([['a', 'b'], ['c']]);
    queue.putBack(taken);
    expect(names(queue.take(9))).toEqual(['a', 'b', 'c']);
    expect(queue.length).toBe(0);
  });

  it('is taken until it weighs enough, whatever the last of it weighs', () => {
    const { queue } = queued(work('a'), work('b', undefined, 1_000), work('c'), work('d', undefined, 3));
    expect([queue.length, queue.weight]).toEqual([4, 1_005]);
    const taken = queue.take(2);
    expect([names(taken), queue.weight]).toEqual([['a', 'b'], 4]);
    queue.putBack(taken);
    expect([names(queue.take(1)), queue.weight]).toEqual([['a'], 1_004]);
    expect([names(queue.takeAll()), queue.weight]).toEqual([['b', 'c', 'd'], 0]);
  });

  it('does not wait for what rests on something late, which keeps its own order', () => {
    const late = new Assumption(1);
    late.delay();
    const { queue } = queued(
      work('x', late),
      work('a', new Assumption(1)),
      work('y', late),
      work('b'),
      work('c'),
    );
    expect(names(queue.take(2))).toEqual(['a', 'b']);
    expect(names(queue)).toEqual(['x', 'y', 'c']);
    late.confirm();
    expect(names(queue.take(9))).toEqual(['x', 'y', 'c']);
  });

  it('is enough when what can be taken weighs enough, whatever else waits', () => {
    const late = new Assumption(1);
    late.delay();
    const { queue } = queued(work('x', late, 100), work('a', undefined, 2), work('b'));
    expect([3, 4].map((weight) => queue.isReadyFor(weight))).toEqual([true, false]);
    late.confirm();
    expect(queue.isReadyFor(103)).toBe(true);
  });

  it.each(['confirm', 'refute'] as const)(
    'tells once when nothing could be taken and something can (%s)',
    (how) => {
      const late = new Assumption(1);
      late.delay();
      const { queue, told } = queued(work('x', late), work('y', late));
      expect([queue.isReadyFor(1), queue.isReadyFor(1), told()]).toEqual([false, false, 0]);
      late[how]();
      expect([queue.isReadyFor(1), told()]).toEqual([true, 1]);
    },
  );
});
