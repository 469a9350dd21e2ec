import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldKeys } from './held-keys.ts';

describe('the keys that are held back', () => {
  it('are ready when the first of them only waited, and when the one before is gone', () => {
    const held = new HeldKeys();
    held.add('a', 1, 'dead');
    held.add('a', 2, 'waiting');
    held.add('b', 3, 'waiting');
    expect([held.anyReady, held.count, held.has('a'), held.has('c')]).toEqual([true, 3, true, false]);
    expect(held.next(1)).toEqual(['b']);
    expect(held.anyReady).toBe(false);
    held.remove('a', 1);
    expect(held.next(1)).toEqual(['a']);
    held.remove('a', 2);
    held.remove('b', 3);
    expect([held.anyReady, held.isEmpty, held.count]).toEqual([false, true, 0]);
  });

  it('are ready again when the store could not be asked', () => {
    const held = new HeldKeys();
    held.add('a', 1, 'waiting');
    const asked = held.next(5);
    held.putBack([...asked, 'gone']);
    expect([held.anyReady, held.next(5)]).toEqual([true, ['a']]);
  });

  it('all have their turn, however few are asked about at once and whatever happens meanwhile', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const change = fc.record({ key, position: fc.nat(3), adds: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), (changes, most) => {
        const held = new HeldKeys();
        const model = new Set<string>();
        for (const each of changes) {
          if (each.adds) held.add(each.key, each.position, 'waiting');
          else held.remove(each.key, each.position);
          const name = `${each.key} ${each.position}`;
          if (each.adds) model.add(name);
          else model.delete(name);
          const keys = held.next(most);
          expect(keys.length).toBeLessThanOrEqual(most);
          expect(new Set(keys).size).toBe(keys.length);
        }
        expect(held.count).toBe(model.size);
        const wanted = new Set([...model].map((name) => name.slice(0, 1)));
        const seen = new Set<string>();
        for (let look = 0; look < 12; look++) for (const each of held.next(most)) seen.add(each);
        expect(seen).toEqual(wanted);
      }),
    );
  });
});
