import { provide } from 'metes';
import { defineSystem, type RunningFacts } from 'metes/start';
import { paymentGateway } from './contexts/payments/application/payment-gateway.ts';
import { stripeGateway } from './contexts/payments/infrastructure/acl/stripe-gateway.ts';
import { shop } from './map.ts';
import { readMigrations } from './migrations.ts';
import { paymentProvider } from './payment-provider.ts';
import { seed } from './seed.ts';
import { tryIt } from './try-it.ts';

const customers = Array.from({ length: 20 }, (_, index) => ({
  id: `customer-${index + 1}`,
  roles: ['customer'],
}));

/** Words of the payment provider that nothing of ours needs, so that no translator names them. */
const wordsOfTheProvider = [
  'stripe',
  'payment_intent',
  'payment_method_types',
  'setup_intent',
  'requires_capture',
  'requires_action',
  'requires_confirmation',
  'requires_payment_method',
  'charge_id',
  'latest_charge',
  'balance_transaction',
  'amount_cents',
  'amount_capturable',
  'amount_received',
  'capture_method',
  'client_secret',
  'application_fee',
];

/** How the shop is started: `npm start`. */
export default defineSystem({
  map: shop,
  teams: {
    Storefront: '@metes-shop/storefront',
    Checkout: '@metes-shop/checkout',
    Warehouse: '@metes-shop/warehouse',
    Payments: '@metes-shop/payments',
  },
  migrations: readMigrations(),
  http: { port: 8080, title: 'Shop', version: '0.1.0' },
  companions: [paymentProvider],
  ports: ({ companions }) => {
    const provider = companions['payment-provider'];
    // Only payments calls it, and it runs wherever payments runs.
    if (!provider) return [];
    const { url, facts } = provider;
    return [
      provide(
        paymentGateway,
        stripeGateway({
          url,
          apiKey: facts['key'] ?? '',
          webhookSecrets: (facts['webhookSecrets'] ?? '').split(','),
        }),
      ),
    ];
  },
  check: { foreignPackages: ['stripe'], foreignWords: { payments: wordsOfTheProvider } },
  prepare: seed,
  tokens: [...customers, { id: 'staff-1', roles: ['staff'] }],
  next: (facts: RunningFacts) => tryIt(facts),
});
