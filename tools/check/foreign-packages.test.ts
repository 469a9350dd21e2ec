import { expect, it } from 'vitest';
import { check, told } from './planted.ts';
import { foreignPackages } from './rules/foreign-packages.ts';

it('catches a foreign package around the contexts, and leaves contexts and the provider alone', () => {
  const text = "import Stripe from 'stripe'; export { Stripe };";
  const findings = check(foreignPackages, {
    'shop/demo/pay.ts': text,
    'shop/provider/charges.ts': text,
    'shop/contexts/payments/infrastructure/acl/provider.ts': text,
  });
  expect(told(findings)).toEqual([
    expect.stringMatching(/^shop\/demo\/pay\.ts:1 "stripe" is a foreign model/),
  ]);
});
