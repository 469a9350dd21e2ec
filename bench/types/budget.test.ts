import { expect, test } from 'vitest';
import { budgets, measure } from './budget.ts';

// Seconds are for `npm run bench:types`: beside other tests they say more about those.
test('a context of 50 events and a map of 20 contexts stay within their instantiations', () => {
  expect(measure(budgets, { seconds: false }).map(({ name, broken }) => [name, broken])).toEqual([
    ['a context of 50 events', []],
    ['a map of 20 contexts', []],
  ]);
});

test('what is above a budget, or does not compile, is told', () => {
  const [first] = budgets;
  const planted = [
    { ...first!, instantiations: 1_000, seconds: 0 },
    { ...first!, name: 'nonsense', source: "const number: number = 'one';\nexport { number };\n" },
  ];
  const [above, nonsense] = measure(planted, { seconds: true });
  expect(above?.broken).toEqual([
    expect.stringMatching(/^\d+ instantiations, 1000 allowed$/),
    expect.stringMatching(/ s, 0 s allowed$/),
  ]);
  expect(nonsense?.broken).toEqual(["does not compile: Type 'string' is not assignable to type 'number'."]);
});
