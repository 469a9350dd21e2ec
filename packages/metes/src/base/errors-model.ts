/** Errors of the floor `model`: declarations that do not hold together. They are raised before anything runs. */
export const modelErrors = {
  METES_MODEL_CONTEXT_NAME: {
    message: '"{name}" is not the name of a context.',
    hint: 'Use lower-case letters, digits and hyphens, beginning with a letter, at most 31 characters, for example "ordering"; "public" and "none" are taken by the database.',
  },
  METES_MODEL_REVIEW_DATE: {
    message: 'The context {context} gives "{reviewed}" as the day of its last review.',
    hint: 'Write it as YYYY-MM-DD, for example supporting({ reviewed: "2026-09-01" }).',
  },
  METES_MODEL_SUBDOMAIN_HISTORY: {
    message:
      'The history of the classification of {context} does not hold together at "{was} until {until}".',
    hint: "Write the past classes the oldest first, each another than the next, with days as YYYY-MM-DD that are not after the review: history: [{ class: 'supporting', until: '2024-03-01', because: 'it sets us apart now' }].",
  },
  METES_MODEL_TERM_FORBIDDEN: {
    message: 'The language of {context} has the word "{word}" and says under "{term}" that it is not used.',
    hint: 'Remove "{word}" from the language, or from the `not` of "{term}".',
  },
  METES_MODEL_DUPLICATE: {
    message: '{context} declares the {kind} "{name}" twice.',
    hint: 'Remove one of the two, or rename it.',
  },
  METES_MODEL_AGGREGATE_FOREIGN: {
    message:
      'The handler of {command} in {context} addresses {aggregate}, which is no aggregate of that context.',
    hint: 'Add {aggregate} to the `aggregates` of {context}, or react to an event of its owner with a policy there.',
  },
  METES_MODEL_EVENT_FOREIGN: {
    message: 'In {context}, {user} uses the event {event}, which no aggregate of {context} raises.',
    hint: 'Use the published contract of the context that owns {event}, or add the event to an aggregate of {context}.',
  },
  METES_MODEL_CONTRACT_FOREIGN: {
    message: '{context} publishes {contract}, which it does not own.',
    hint: 'Publish only contracts whose name begins with "{context}.".',
  },
  METES_MODEL_SELF_RELATION: {
    message: 'The map {map} relates {context} to itself.',
    hint: 'Remove the relation; inside a context, policies react to its own events without one.',
  },
  METES_MODEL_EDGE_UNDECLARED: {
    message: '{context} reacts to {contract}, but the map does not expose it to {context}.',
    hint: 'Write {line} in the map.',
  },
  METES_MODEL_CONTRACT_UNPUBLISHED: {
    message: '{publisher} does not publish {contract}.',
    hint: 'Add `publish(Event, contract, mapping)` to the `publishes` of {publisher}, or remove it from `exposes`.',
  },
  METES_MODEL_CONTRACT_COPIED: {
    message:
      '{contract} is declared twice: what {publisher} publishes is another one than the copy that {where} names.',
    hint: 'Import it from the contract/ folder of {publisher} and remove the copy. Where there is none, two installs of one package are loaded.',
  },
  METES_MODEL_VERSION_WITHDRAWN: {
    message: '"{reaction}" in {context} reads v{version} of {contract}, which goes out as {published} only.',
    hint: "Read the latest version (`when: contract` instead of `when: contract.v{version}`), or let it go out beside v{current} for a while: `sunset: { v{version}: '<the last day>' }`.",
  },
  METES_MODEL_COMMAND_UNHANDLED: {
    message: '{context} has no handler for the command {command}.',
    hint: 'Add `handle({command}, ...)` to the `handlers` of {context}; a policy sends commands to its own context only.',
  },
  METES_MODEL_PORT_MISSING: {
    message: 'Nothing fulfils the port "{port}" that {context} needs.',
    hint: 'Give `provide(port, implementation)` in the `ports` of `start`.',
  },
} as const;
