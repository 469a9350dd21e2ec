/** The layers of a context: what each of them may see of its own context besides itself. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  domain: ['language.ts'],
  application: ['domain', 'contract', 'language.ts'],
  infrastructure: ['domain', 'application', 'contract', 'language.ts'],
  api: ['domain', 'application', 'contract', 'language.ts'],
};

/** Packages and modules of Node that the domain and the contract know nothing of. */
export const UNKNOWN_TO_THE_DOMAIN: readonly RegExp[] = [
  /^(node:)?(http|https|http2|net|tls|dgram|fs|dns)(\/|$)/,
  /^(pg|postgres|knex|kysely|typeorm|mongodb|redis|ioredis|mysql2?)(\/|$)/,
  /^(drizzle-orm|@prisma\/|@nats-io\/|nats|kafkajs|@confluentinc\/|amqplib)/,
  /^(stripe|express|fastify|hono|koa|@nestjs\/|axios|undici)(\/|$)/,
  /^metes\/(runtime|postgres|embedded|memory|nats|kafka|http|otel|start|cli|simulate)(\/|$)/,
];

/** Packages of foreign systems: they may be named only inside an anti-corruption layer. */
export const FOREIGN_PACKAGES = ['stripe', '@stripe/stripe-js'];

/** Folders of the shop that play the foreign system itself. */
export const FOREIGN_FOLDERS = ['shop/provider/'];

/** The folder, inside a context, that translates between a foreign model and ours. */
export const ACL = 'infrastructure/acl/';

/** Words of foreign models, in snake case; camel and Pascal case are found as well. Keyed by context. */
export const FOREIGN_NAMES: Readonly<Record<string, readonly string[]>> = {
  payments: [
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
    'stripe',
  ],
};
