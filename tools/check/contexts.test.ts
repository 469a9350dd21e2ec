import { describe, expect, it } from 'vitest';
import { check, told } from './planted.ts';
import { contexts } from './rules/contexts.ts';

const shop = 'shop/contexts';
const clean = {
  [`${shop}/ordering/context.ts`]: "import './domain/order.ts'; import './contract/order-placed.ts';",
  [`${shop}/ordering/contract/order-placed.ts`]: 'export const orderPlaced = 1;',
  [`${shop}/ordering/domain/order.ts`]: 'export const order = 1;',
  [`${shop}/ordering/application/place-order.ts`]:
    "import { order } from '../domain/order.ts'; export const place = order;",
  [`${shop}/ordering/api/http.ts`]:
    "import { place } from '../application/place-order.ts'; export { place };",
  [`${shop}/payments/application/pay.ts`]:
    "import { orderPlaced } from '../../ordering/contract/order-placed.ts'; export { orderPlaced };",
  [`${shop}/payments/infrastructure/acl/provider.ts`]:
    "import Stripe from 'stripe'; export const status = { requires_capture: Stripe };",
  'shop/provider/charges.ts': 'export const payment_intent = 1;',
};
const planted = (path: string, text: string) =>
  told(check(contexts, { ...clean, [`${shop}/${path}`]: text }));

describe('the contexts checker', () => {
  it('passes contexts that meet at their contracts', () => {
    expect(told(check(contexts, clean))).toEqual([]);
  });

  it('catches a context that looks into another', () => {
    expect(planted('payments/domain/a.ts', "import '../../ordering/domain/order.ts';")[0]).toContain(
      'shows only its contract/ folder',
    );
    expect(planted('payments/b.ts', "import '../ordering/context.ts';")).toHaveLength(1);
  });

  it('catches layers that point outwards', () => {
    expect(planted('ordering/domain/a.ts', "import '../application/place-order.ts';")[0]).toContain(
      'Layers point inwards',
    );
    expect(planted('ordering/application/a.ts', "import '../api/http.ts';")).toHaveLength(1);
    expect(planted('ordering/domain/b.ts', "import type {} from '../context.ts';")).toHaveLength(1);
    expect(planted('ordering/contract/a.ts', "import '../domain/order.ts';")).toHaveLength(1);
  });

  it('catches a domain that knows HTTP, a database or a broker', () => {
    for (const name of ['pg', 'node:http', 'metes/http', 'metes/postgres', 'kafkajs']) {
      expect(planted('ordering/domain/a.ts', `import '${name}';`)[0]).toContain(
        'knows no HTTP, database or broker',
      );
    }
  });

  it('catches a foreign package outside the anti-corruption layer', () => {
    expect(planted('payments/application/a.ts', "import type Stripe from 'stripe';").join()).toContain(
      'is a foreign model',
    );
  });

  it('catches foreign names outside the anti-corruption layer, in every case', () => {
    expect(planted('payments/domain/a.ts', 'export const paymentIntent = 1;')[0]).toContain(
      '"paymentIntent" is a word of a foreign model',
    );
    expect(planted('payments/domain/a.ts', 'export const row = { charge_id: 1 };')).toHaveLength(1);
    expect(planted('payments/domain/a.ts', 'export class PaymentIntentId {}')).toHaveLength(1);
    expect(
      planted('payments/infrastructure/migrations/1.sql', 'create table p (client_secret text)'),
    ).toHaveLength(1);
    expect(planted('payments/domain/a.ts', 'export const recharge_idle = 1;')).toEqual([]);
  });
});
