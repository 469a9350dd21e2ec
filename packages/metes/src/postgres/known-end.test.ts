import { describe, expect, it } from 'vitest';
import { KnownEnd } from './known-end.ts';

/** One connection, and a clock that is set by hand. */
function known() {
  const clock = { ms: 0 };
  const end = new KnownEnd(() => clock.ms);
  const connection = {};
  let last = 0;
  return {
    end,
    clock,
    connection,
    over: () => end.over(connection),
    /** One more event, behind so many of others. */
    append: (ofOthers = 0) => {
      last += ofOthers + 1;
      end.appended(connection, last, 1);
    },
  };
}

describe('the known end of a log', () => {
  it('is behind what was appended last', () => {
    const at = known();
    expect(at.over()).toBeUndefined();
    at.append();
    expect(at.over()).toBe(1);
    at.end.appended(at.connection, 2, 5);
    expect(at.over()).toBe(6);
  });

  it('is known for a second, over the connection on which it was heard, and until it is forgotten', () => {
    const at = known();
    at.append();
    expect(at.end.over({})).toBeUndefined();
    expect(at.end.over(undefined)).toBeUndefined();
    at.clock.ms = 1_000;
    expect(at.over()).toBe(1);
    at.clock.ms = 1_001;
    expect(at.over()).toBeUndefined();
    at.append();
    expect(at.over()).toBe(2);
    at.end.forget();
    expect(at.over()).toBeUndefined();
  });

  it('is not known for a while after others have appended, the longer the more often they do', () => {
    const at = known();
    /** How many appends it takes until the end is known again. */
    const unknownFor = (): number => {
      for (let count = 0; count < 10_000; count++) {
        if (at.over() !== undefined) return count;
        at.append();
      }
      return Infinity;
    };
    at.append();
    at.append(1);
    expect(unknownFor()).toBe(128);
    at.append(1);
    // That somebody else goes on is no news.
    for (let n = 0; n < 1_000; n++) at.append(1);
    expect(unknownFor()).toBe(256);
    // It went well for as long as that: the next surprise costs no more than the first.
    for (let n = 0; n < 256 + 128; n++) at.append();
    at.append(1);
    expect(unknownFor()).toBe(128);
    for (let n = 0; n < 20; n++) {
      at.append(1);
      expect(unknownFor()).toBeLessThanOrEqual(4_096);
    }
  });

  it('is no surprise where nothing was known', () => {
    const at = known();
    at.append();
    at.clock.ms = 5_000;
    at.append(7);
    expect(at.over()).toBe(9);
  });
});
