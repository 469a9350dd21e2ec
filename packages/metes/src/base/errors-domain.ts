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
    message: '{aggregate} {id} changed its state without raising an event.',
    hint: 'Raise a declared event for every change: what raised no event is not stored.',
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
