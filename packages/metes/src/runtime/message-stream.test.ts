import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualTime } from '../testing/manual-time.ts';
import { Assumption } from './ports/assumption.ts';
import type { Inlet, MessageGrowth } from './inlet.ts';
import { LogWatch } from './log-watch.ts';
import type { Message } from './message.ts';
import { MessageStream } from './message-stream.ts';

/** A log that grows, tells of its growth as badly as it likes, and whose reads take as long as they like to come back. */
class Log implements Inlet {
  readonly publisher = 'log';
  /** Positions of messages; others are of no interest. */
  readonly interesting: number[] = [];
  head = 0;
  readonly #listeners = new Set<(growth: MessageGrowth) => void>();
  readonly #assuming = new Set<(growth: MessageGrowth) => void>();
  readonly #reads: (() => void)[] = [];

  async read(after: number, limit: number) {
    const found = this.interesting.filter((position) => position > after).slice(0, limit);
    const stretch = {
      messages: found.map(message),
      upTo: found.length === limit ? found.at(-1)! : Math.max(after, this.head),
    };
    await new Promise<void>((resolve) => this.#reads.push(resolve));
    return stretch;
  }

  onGrowth(listener: (growth: MessageGrowth) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  onAssumed(listener: (growth: MessageGrowth) => void) {
    this.#assuming.add(listener);
    return () => void this.#assuming.delete(listener);
  }

  /** Tells that so many messages are on their way. */
  assume(count: number): Assumption {
    const restsOn = new Assumption(this.head + 1);
    const messages = Array.from({ length: count }, (_, n) => message(this.head + 1 + n));
    for (const listener of this.#assuming)
      listener({ after: this.head, upTo: this.head + count, messages, restsOn });
    return restsOn;
  }

  /** @param kinds for each event, whether it is of interest */
  grow(kinds: readonly boolean[], told: 'told' | 'untold' | 'twice'): void {
    const after = this.head;
    for (const kind of kinds) {
      this.head++;
      if (kind) this.interesting.push(this.head);
    }
    const growth = {
      after,
      upTo: this.head,
      messages: this.interesting.filter((position) => position > after).map(message),
    };
    for (let times = told === 'untold' ? 0 : told === 'told' ? 1 : 2; times > 0; times--)
      for (const listener of this.#listeners) listener(growth);
  }

  letGo(): void {
    for (const go of this.#reads.splice(0)) go();
  }
}

function message(position: number): Message {
  return {
    position,
    id: `e${position}`,
    subject: 's',
    sequence: position,
    time: 0,
    correlation: 'c',
    causation: 'c',
    published: [],
  };
}

/** Reads everything that comes, in the background. */
function reading(log: Log, from: number, page: number, isWatched = false) {
  const time = new ManualTime();
  const watch = isWatched ? new LogWatch(async () => log.head, time) : undefined;
  const stream = new MessageStream(log, from, { timers: time, page, watch });
  const got: number[] = [];
  let looked = from;
  const done = (async () => {
    for (let stretch = await stream.next(); stretch; stretch = await stream.next()) {
      expect(stretch.upTo).toBeGreaterThan(looked);
      looked = stretch.upTo;
      for (const { position } of stretch.messages) {
        expect(position).toBeLessThanOrEqual(looked);
        got.push(position);
      }
    }
  })();
  return { time, stream, got, done, looked: () => looked };
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('grow' as const),
      kinds: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
      told: fc.constantFrom(
        'told' as const,
        'told' as const,
        'told' as const,
        'untold' as const,
        'twice' as const,
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('letGo' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const) }) },
);

describe('a stream of messages', () => {
  it('reads the next page while the one before is dealt with, and tells of its failure when it is asked for', async () => {
    const log = new Log();
    log.grow([true, true, true], 'untold');
    const asked: number[] = [];
    const failing: Inlet = {
      publisher: 'log',
      read: async (after, limit) => {
        asked.push(after);
        if (asked.length === 2) throw new RangeError('no');
        const page = log.read(after, limit);
        log.letGo();
        return page;
      },
      onGrowth: () => () => undefined,
    };
    const stream = new MessageStream(failing, 0, { timers: new ManualTime(), page: 2 });
    expect(await stream.next()).toMatchObject({ upTo: 2 });
    expect(asked).toEqual([0, 2]);
    await expect(stream.next()).rejects.toThrow(RangeError);
    expect(await stream.next()).toMatchObject({ upTo: 3, messages: [{ position: 3 }] });
    expect(asked).toEqual([0, 2, 2, 3]);
    stream.close();
  });

  it('gives every message once and in order, however growth is told of and whenever reads end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(10),
        fc.integer({ min: 1, max: 5 }),
        fc.array(step, { maxLength: 60 }),
        fc.boolean(),
        async (before, page, steps, isWatched) => {
          const log = new Log();
          log.grow(
            Array.from({ length: before }, (_, n) => n % 2 === 0),
            'untold',
          );
          const from = Math.floor(before / 2);
          const { time, stream, got, done, looked } = reading(log, from, page, isWatched);
          for (const each of steps) {
            if (each.kind === 'grow') log.grow(each.kinds, each.told);
            else if (each.kind === 'letGo') log.letGo();
            else if (each.kind === 'settle') await time.settle();
            else await time.pass(6_000);
            const so = log.interesting.filter((position) => position > from).slice(0, got.length);
            expect(got).toEqual(so);
          }
          for (let turn = 0; turn < 200 && looked() < log.head; turn++) {
            log.letGo();
            await time.pass(6_000);
          }
          expect(got).toEqual(log.interesting.filter((position) => position > from));
          stream.close();
          log.letGo();
          await time.settle();
          await done;
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not read the log as long as growth follows growth', async () => {
    const log = new Log();
    const { time, stream, got, done } = reading(log, 0, 10);
    await time.settle();
    log.letGo();
    await time.settle();
    let reads = 0;
    const read = log.read.bind(log);
    log.read = (after, limit) => (reads++, read(after, limit));
    for (let n = 0; n < 100; n++) {
      log.grow([true, false], 'told');
      if (n % 3 === 0) await time.settle();
    }
    await time.settle();
    expect(got).toHaveLength(100);
    expect(reads).toBe(0);
    stream.close();
    await done;
  });

  it.each([true, false])('finds within a second what nobody tells of (watched: %s)', async (isWatched) => {
    const log = new Log();
    const { time, stream, got, done } = reading(log, 0, 10, isWatched);
    for (let ms = 0; ms < 2_400; ms += 100) {
      log.letGo();
      await time.pass(100);
    }
    log.grow([true], 'untold');
    await time.pass(1_000);
    log.letGo();
    await time.settle();
    expect(got).toEqual([1]);
    stream.close();
    log.letGo();
    await time.settle();
    await done;
  });

  it('takes growth during a read for what it is: neither lost nor given twice', async () => {
    const log = new Log();
    const { time, stream, got, done } = reading(log, 0, 10);
    await time.settle();
    log.grow([true], 'told');
    log.grow([true], 'told');
    // The read that began before has found nothing; what was told of meanwhile is there at once all the same.
    log.letGo();
    await time.settle();
    expect(got).toEqual([1, 2]);
    log.grow([true], 'told');
    await time.settle();
    expect(got).toEqual([1, 2, 3]);
    stream.close();
    log.letGo();
    await time.settle();
    await done;
  });

  it('reads from the log what does not fit into memory', async () => {
    const log = new Log();
    const time = new ManualTime();
    const stream = new MessageStream(log, 0, { timers: time, page: 1_000 });
    for (let n = 0; n < 30_000; n++) log.grow([n % 10 === 0], 'told');
    const got: number[] = [];
    while (got.length < 3_000) {
      const next = stream.next();
      await time.settle();
      log.letGo();
      got.push(...(await next)!.messages.map(({ position }) => position));
    }
    expect(got).toEqual(log.interesting);
    stream.close();
  });

  it('goes on after a read that failed, and ends when it is closed', async () => {
    const log = new Log();
    const time = new ManualTime();
    const stream = new MessageStream(log, 0, { timers: time, page: 10 });
    const read = log.read.bind(log);
    log.read = () => Promise.reject(new RangeError('no'));
    await expect(stream.next()).rejects.toThrow('no');
    log.grow([true], 'untold');
    log.read = read;
    const next = stream.next();
    await time.settle();
    log.letGo();
    expect((await next)?.messages.map(({ position }) => position)).toEqual([1]);
    const last = stream.next();
    await time.settle();
    log.letGo();
    await time.settle();
    stream.close();
    expect(await last).toBeUndefined();
  });
});

describe('a stream of what is assumed', () => {
  /** A stream that has read to the end, with what comes next of it. */
  async function assuming() {
    const log = new Log();
    const time = new ManualTime();
    const stream = new MessageStream(log, 0, { timers: time, page: 10, assumes: true });
    const next = stream.next();
    await time.settle();
    log.letGo();
    await time.settle();
    return { log, time, stream, next };
  }

  it('hands it on before it is durable, and not again when it is', async () => {
    const { log, time, stream, next } = await assuming();
    const restsOn = log.assume(2);
    expect(await next).toMatchObject({ upTo: 2, restsOn });
    const second = stream.next();
    restsOn.confirm();
    log.grow([true, true], 'told');
    log.grow([true], 'told');
    await time.settle();
    expect(await second).toEqual({ after: 2, upTo: 3, messages: [message(3)] });
    stream.close();
  });

  it('reads what stands in the log in place of what was refuted before it was handed on', async () => {
    const { log, time, stream, next } = await assuming();
    const restsOn = log.assume(2);
    restsOn.refute();
    log.grow([false, true, true], 'untold');
    await time.settle();
    log.letGo();
    expect(await next).toEqual({ upTo: 3, messages: [message(2), message(3)] });
    stream.close();
  });

  it('does not look for the end of the log where it cannot be yet', async () => {
    const { log, time, stream, next } = await assuming();
    let reads = 0;
    const read = log.read.bind(log);
    log.read = (after, limit) => (reads++, read(after, limit));
    const restsOn = log.assume(1);
    await next;
    const second = stream.next();
    await time.pass(10_000);
    expect(reads).toBe(0);
    restsOn.confirm();
    await time.pass(2_000);
    expect(reads).toBe(1);
    stream.close();
    log.letGo();
    expect(await second).toBeUndefined();
  });

  it('takes what does not follow when it has grown', async () => {
    const { log, time, stream, next } = await assuming();
    log.grow([true], 'untold');
    log.assume(1);
    log.grow([true], 'told');
    await time.settle();
    log.letGo();
    expect(await next).toEqual({ upTo: 2, messages: [message(1), message(2)] });
    stream.close();
  });

  it('goes back to before what was refuted after it had been handed on', async () => {
    const { log, time, stream, next } = await assuming();
    const restsOn = log.assume(2);
    expect(await next).toMatchObject({ upTo: 2 });
    const second = stream.next();
    restsOn.refute();
    log.grow([false, true, true], 'untold');
    await time.settle();
    log.letGo();
    expect(await second).toEqual({ upTo: 3, messages: [message(2), message(3)] });
    stream.close();
  });

  it('reads nothing on from it before it is settled', async () => {
    const { log, time, stream, next } = await assuming();
    const restsOn = log.assume(2);
    await next;
    let reads = 0;
    const read = log.read.bind(log);
    log.read = (after, limit) => (reads++, read(after, limit));
    const second = stream.next();
    // Somebody else's stand where it was to stand, and one more is told of.
    log.grow([true, true, true], 'untold');
    log.grow([true], 'told');
    await time.settle();
    expect(reads).toBe(0);
    restsOn.refute();
    await time.settle();
    log.letGo();
    expect((await second)?.messages).toEqual([1, 2, 3, 4].map(message));
    stream.close();
  });

  it('reads on from it when that is confirmed, and there is more than it was told', async () => {
    const { log, time, stream, next } = await assuming();
    const restsOn = log.assume(2);
    await next;
    const second = stream.next();
    log.grow([true, true, true], 'untold');
    log.grow([true], 'told');
    await time.settle();
    restsOn.confirm();
    await time.settle();
    log.letGo();
    expect((await second)?.messages).toEqual([3, 4].map(message));
    stream.close();
  });
});
