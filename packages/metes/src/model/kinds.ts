import { called, either, type Kind, kind } from '../base/argument.ts';
import { isText, partOf } from '../base/kinds.ts';

export {
  atMostLine,
  callback,
  count,
  duration,
  line,
  lineSuchAs,
  partOf,
  schema,
  text,
  textSuchAs,
  truth,
} from '../base/kinds.ts';

/** The class of a domain event. */
export const eventClass: Kind = kind('the class of an event', 'OrderPlaced', (given) =>
  isMarked(given, '~event'),
);

/** The class of a command. */
export const commandClass: Kind = kind('the class of a command', 'PlaceOrder', (given) =>
  isMarked(given, '~command'),
);

/** The class of an aggregate. */
export const aggregateClass: Kind = kind(
  'the class of an aggregate',
  'Order',
  (given) => typeof given === 'function' && partOf(given, 'events') instanceof Map,
);

/** A contract, or one of its versions. */
export const contract: Kind = kind(
  'a contract',
  'orderPlaced',
  (given) => isText(partOf(given, 'contract')) && partOf(given, 'schemas') instanceof Map,
);

/** What can be reacted to. */
export const source: Kind = either(called(contract, 'a contract or the class of an event'), eventClass);

/** A tally. */
export const tally: Kind = kind(
  'a tally',
  "tally('stock', ['available', 'reserved'])",
  (given) => isText(partOf(given, 'tally')) && Array.isArray(partOf(given, 'accounts')),
);

/** A port. */
export const port: Kind = kind('a port', 'paymentGateway', (given) => isText(partOf(given, 'port')));

/** A translator. */
export const translator: Kind = kind(
  'a translator',
  'chargeTranslator',
  (given) => isText(partOf(given, 'translator')) && Array.isArray(partOf(given, 'versions')),
);

/** A bounded context. */
export const context: Kind = kind(
  'a context',
  'ordering',
  (given) =>
    isText(partOf(given, 'name')) &&
    ['aggregates', 'policies', 'publishes'].every((each) => Array.isArray(partOf(given, each))),
);

/** Who can stand at an end of a relation. */
export const party: Kind = either(
  called(context, 'a context or an outside'),
  kind(
    'an outside',
    'provider',
    (given) => isText(partOf(given, 'name')) && partOf(given, 'outside') === true,
  ),
);

/** How two parties stand to each other. */
export const relation: Kind = kind(
  'a relation',
  'customerSupplier(inventory, ordering, { exposes: [] })',
  (given) =>
    isText(partOf(given, 'kind')) &&
    [partOf(given, 'upstream'), partOf(given, 'downstream')].every(
      (each) => party.faultOf(each) === undefined,
    ),
);

function isMarked(given: unknown, mark: string): boolean {
  return typeof given === 'function' && isText(partOf(given.prototype, mark));
}
