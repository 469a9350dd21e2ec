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
});
