/** Errors of the floor `domain`: declarations that do not hold together, and stored data that cannot be read back. */
export const domainErrors = {
  METES_DOMAIN_EVENT_UNDECLARED: {
    message: '{aggregate} does not declare the event {event}.',
    hint: 'Add {event} to the `events` of {aggregate}, or raise it from the aggregate that owns it.',
  },
  METES_DOMAIN_EVENT_VERSION: {
    message: 'A stored {type} of version {version} cannot be lifted to version {current}.',
    hint: 'Add `upcast` functions for every version from {version} on, or start the build that knows version {version}.',
  },
  METES_DOMAIN_STATE_UNREADABLE: {
    message: '{aggregate} {id} at version {version} cannot be read back from the store.',
    hint: 'The cause names the field. Make the schema accept what older builds stored, or migrate the rows.',
  },
  METES_DOMAIN_SILENT_CHANGE: {
    message: '{aggregate} {id} changed its state ({path}) {how}.',
    hint: 'Check the rules first, then change, and raise a declared event for every change: what raised no event is not stored.',
  },
  METES_DOMAIN_ROUND_TRIP: {
    message: '{subject} does not come back from its JSON form as it was (at "{path}").',
    hint: 'Use types that JSON carries and schemas that accept what they give: value objects and text instead of dates, maps and transforms.',
  },
  METES_DOMAIN_IDENTITY_CHANGED: {
    message: 'The {entity} {id} was about to become another one.',
    hint: 'Keep the identity of an entity for its whole life; make a new one instead.',
  },
  METES_DOMAIN_TALLY_ACCOUNT: {
    message: 'The tally {tally} has no account {account}.',
    hint: 'Use one of its accounts: {accounts}.',
  },
  METES_DOMAIN_TALLY_SIZE: {
    message: 'The tally {tally} declares {count} accounts.',
    hint: 'Give it 1 to {most} accounts; split the tally when it needs more.',
  },
  METES_DOMAIN_TALLY_QUANTITY: {
    message: 'A tally moves whole positive quantities, not {quantity}.',
    hint: 'Give an integer from 1 to 9007199254740991.',
  },
} as const;
