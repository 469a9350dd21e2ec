import { describe, expect, it } from 'vitest';
import { tally } from '../domain/tally.ts';
import { TallyLevels } from './tally-levels.ts';

const stock = tally('stock', ['free', 'sold']);
const named = [{ tally: stock, keys: ['a', 'b', 'c'] }];

describe('tallies in memory', () => {
  it('are dropped when there are too many, the least recently used first', () => {
    const levels = new TallyLevels(2);
    const use = (key: string) => levels.desk('Test', named).held(stock, key, 'free');
    const load = (key: string) => levels.put('stock', key, stock.accounts, [5, 0]);
    load('a');
    load('b');
    use('a');
    use('b');
    levels.seal();
    use('a');
    levels.seal();
    load('c');
    use('c');
    levels.seal();
    expect(['a', 'b', 'c'].map((key) => levels.has('stock', key))).toEqual([true, false, true]);
  });

  it('stay, however many there are, as long as the round that moved them is on its way', () => {
    const levels = new TallyLevels(2);
    for (const key of ['a', 'b', 'c']) levels.put('stock', key, stock.accounts, [5, 0]);
    levels
      .desk('Test', named)
      .move(['a', 'b', 'c'].map((key) => stock.move({ key, quantity: 1, from: 'free', to: 'sold' })));
    levels.seal();
    expect(['a', 'b', 'c'].map((key) => levels.has('stock', key))).toEqual([true, true, true]);
  });

  it('are open to the command that named them, while it runs', () => {
    const levels = new TallyLevels();
    for (const key of ['a', 'b']) levels.put('stock', key, stock.accounts, [5, 0]);
    const desk = levels.desk('First', [{ tally: stock, keys: ['a'] }]);
    expect(desk.held(stock, 'a', 'free')).toBe(5);
    expect(() => desk.held(stock, 'b', 'free')).toThrow(/METES_RUNTIME_TALLY_UNDECLARED/);
    levels.desk('Second', named);
    expect(() => desk.held(stock, 'a', 'free')).toThrow(/METES_RUNTIME_TALLY_UNDECLARED/);
  });
});
