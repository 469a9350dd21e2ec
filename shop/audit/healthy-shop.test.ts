import { expect, test } from 'vitest';
import { healthyShop } from './healthy-shop.ts';
import { audit, invariants } from './index.ts';

test('a shop in which everything went right passes every invariant, and each of them had something to look at', async () => {
  const findings = audit(await healthyShop(), invariants);
  expect(findings.flatMap(({ name, breaches }) => breaches.map((breach) => [name, breach]))).toEqual([]);
  expect(findings.filter(({ checked }) => checked === 0)).toEqual([]);
  expect(findings.map(({ name }) => name).join(' ')).toBe(
    'I1 I2 I4 I5 I6 I7 I8 I9 I10/I11 I12 I13 I14 I15 I16 I17 I18 I19 I20',
  );
});
