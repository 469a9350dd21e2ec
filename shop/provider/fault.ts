import { z } from 'zod';

/** The routes a fault can be tied to. */
export const routeNames = [
  'create',
  'confirm',
  'capture',
  'cancel',
  'refund',
  'retrieve',
  'list',
  'search',
  'retrieveRefund',
  'listRefunds',
  'retrieveCharge',
  'createPaymentMethod',
  'retrievePaymentMethod',
] as const;

/** One route of the API by its short name. */
export type RouteName = (typeof routeNames)[number];

const when = {
  /** Share of the occasions on which it fires, 0 to 1; all of them when absent. */
  ratio: z.number().min(0).max(1).optional(),
  /** Fires this many times and is then spent. */
  next: z.int().min(1).optional(),
  /** Seed of the draw behind `ratio`; the same seed fires on the same occasions. */
  seed: z.int().optional(),
  match: z
    .strictObject({
      route: z.union([z.enum(routeNames), z.array(z.enum(routeNames))]).optional(),
      metadata: z.record(z.string(), z.string()).optional(),
      paymentMethod: z.string().optional(),
      /** Webhook faults: the type of the event. */
      event: z.string().optional(),
    })
    .optional(),
};

/** Where a change of content shows: in answers, in webhooks, or in both. */
const place = z.enum(['response', 'webhook', 'both']).default('response');
const milliseconds = z.number().min(0).max(86_400_000);

/** One change to a JSON body; `field` is a dotted path such as `status` or `metadata.orderId`. */
export const mutationSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('rename'), field: z.string().min(1), to: z.string().min(1) }),
  z.strictObject({ op: z.literal('drop'), field: z.string().min(1) }),
  z.strictObject({
    op: z.literal('retype'),
    field: z.string().min(1),
    to: z.enum(['string', 'number', 'boolean', 'null', 'array', 'object']),
  }),
  /** An amount in major instead of minor units. */
  z.strictObject({ op: z.literal('units'), field: z.string().min(1) }),
  z.strictObject({ op: z.literal('set'), field: z.string().min(1), value: z.json() }),
]);

/** One change to a JSON body. */
export type Mutation = z.infer<typeof mutationSchema>;

/** What can be ordered to go wrong, as the body of `POST /faults`. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('decline'),
    code: z.string().default('card_declined'),
    declineCode: z.string().default('generic_decline'),
    ...when,
  }),
  /** `at: before` delays the effect too; `at: after` delays the answer alone. */
  z.strictObject({
    kind: z.literal('delay'),
    ms: milliseconds,
    at: z.enum(['before', 'after']).default('before'),
    ...when,
  }),
  /** The effect is durable, then the answer never comes (`hang`) or the socket is reset. */
  z.strictObject({
    kind: z.literal('timeOutAfterSuccess'),
    how: z.enum(['hang', 'reset']).default('hang'),
    ...when,
  }),
  /** `at: after` has the effect first; `sticky` also keeps the failure as the answer of the idempotency key. */
  z.strictObject({
    kind: z.literal('respond500'),
    at: z.enum(['before', 'after']).default('before'),
    status: z
      .union([z.literal(429), z.literal(500), z.literal(502), z.literal(503), z.literal(504)])
      .default(500),
    sticky: z.boolean().default(false),
    ...when,
  }),
  /** The socket is reset before anything has happened. */
  z.strictObject({ kind: z.literal('dropConnection'), ...when }),
  z.strictObject({ kind: z.literal('mutate'), changes: z.array(mutationSchema).min(1), in: place, ...when }),
  z.strictObject({
    kind: z.literal('unknownStatus'),
    status: z.string().default('requires_reconciliation'),
    in: place,
    ...when,
  }),
  /** The amount really authorised or captured differs from the one asked for by this many minor units. */
  z.strictObject({ kind: z.literal('offBy'), minor: z.int(), ...when }),
  /** Search does not see intents younger than this, as a lagging index would. */
  z.strictObject({ kind: z.literal('staleSearch'), ms: milliseconds, ...when }),
  z.strictObject({
    kind: z.literal('duplicateWebhook'),
    copies: z.int().min(1).max(100).default(1),
    ...when,
  }),
  z.strictObject({ kind: z.literal('lateWebhook'), ms: milliseconds, ...when }),
  /** A webhook that must be refused, sent beside the real one. */
  z.strictObject({
    kind: z.literal('forgedWebhook'),
    how: z.enum(['wrongSecret', 'tampered', 'stale', 'future', 'unsigned']).default('wrongSecret'),
    ...when,
  }),
]);

/** What has been ordered to go wrong. */
export type Fault = z.infer<typeof faultSchema>;

/** The same as it may be written, with defaults left out. */
export type FaultInput = z.input<typeof faultSchema>;

/** The names of the faults. */
export type FaultKind = Fault['kind'];

/** The fault of one kind. */
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;
