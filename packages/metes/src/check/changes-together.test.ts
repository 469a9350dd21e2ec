import { describe, expect, it } from 'vitest';
import { changesTogether } from './changes-together.ts';

const folders = new Map(
  ['cart', 'ordering', 'payments', 'shipping', 'returns'].map((name) => [name, `shop/${name}`]),
);
const commit = (day: string, ...paths: string[]) =>
  `commit ${day}\n\n${paths.map((each) => `${each}\n`).join('')}\n`;
const old = commit('2026-01-10', 'README.md');

describe('changes of two contexts together', () => {
  it('are commits that touch files of both', () => {
    const log = [
      commit('2026-11-02', 'shop/cart/context.ts', 'shop/ordering/domain/order.ts'),
      commit('2026-10-02', 'shop/cart/context.ts', '"shop/ordering/\\303\\251.ts"'),
      commit('2026-09-02', 'shop/cart/context.ts', 'shop/ordering-archive/order.ts'),
      commit('2026-08-02', 'shop/payments/context.ts'),
      old,
    ].join('');
    const changes = changesTogether(log, folders, '2026-11-21')!;
    expect(changes.months).toBe(10);
    expect(changes.together('cart', 'ordering')).toBe(2);
    expect(changes.together('ordering', 'cart')).toBe(2);
    expect(changes.together('cart', 'payments')).toBe(0);
  });

  it('are none that sweep over everything', () => {
    const sweep = commit('2026-11-02', ...[...folders.values()].slice(0, 4).map((each) => `${each}/a.ts`));
    const three = commit('2026-11-01', ...[...folders.values()].slice(0, 3).map((each) => `${each}/a.ts`));
    expect(changesTogether(sweep + three + old, folders, '2026-11-21')!.together('cart', 'ordering')).toBe(1);
  });

  it('are not judged by a history of less than three months, or by none', () => {
    expect(changesTogether(commit('2026-08-22', 'a'), folders, '2026-11-21')).toBeUndefined();
    expect(changesTogether(commit('2026-08-21', 'a'), folders, '2026-11-21')).toMatchObject({ months: 3 });
    expect(changesTogether('', folders, '2026-11-21')).toBeUndefined();
  });
});
