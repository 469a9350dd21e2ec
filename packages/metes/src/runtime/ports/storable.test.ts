import { describe, expect, it } from 'vitest';
import type { NewEvent } from './log-record.ts';
import { answerName, checkEventSize, isStorable, mostEventBytes } from './storable.ts';

const event = { type: 'OrderPlaced', aggregateType: 'Order', aggregateId: 'o1' } as NewEvent;

describe('the size of an event', () => {
  it('is counted in bytes of UTF-8', () => {
    for (const [character, bytes] of [
      ['x', 1],
      ['é', 2],
      ['€', 3],
      ['😀', 4],
    ] as const) {
      const most = Math.floor(mostEventBytes / bytes);
      checkEventSize(event, character.repeat(most));
      expect(() => checkEventSize(event, character.repeat(most + 1))).toThrow('METES_STORE_TOO_LARGE');
    }
  });
});

describe('a storable text', () => {
  it.each(['', 'plain', 'ünï 😀 \u2028', '\t\n\u001d'])('may be %j', (text) => {
    expect(isStorable(text)).toBe(true);
  });

  it.each(['\u0000', 'a\u001eb', 'a\u001f', '\ud800', 'a\udc00b', '\ud83d'])('is not %j', (text) => {
    expect(isStorable(text)).toBe(false);
  });
});

describe('the name of an answer', () => {
  const sign = '\u001f';
  it('is another one for each, also for what is never stored', () => {
    const keys = [
      ['a', 'r', `x${sign}y`],
      ['a', `r${sign}x`, 'y'],
      [`a${sign}r`, 'x', 'y'],
      ['a', 'r', 'xy'],
      ['a', 'rx', 'y'],
      ['["a","r","xy"]', '', ''],
    ].map(([principal, route, key]) => answerName({ principal: principal!, route: route!, key: key! }));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
