/** Errors of the floor `contract`: published language that is declared wrongly or does not fit its schema. */
export const contractErrors = {
  METES_CONTRACT_NAME: {
    message: '"{name}" is not the name of a contract.',
    hint: 'Write the context, a dot and the event in kebab-case, for example "ordering.order-placed".',
  },
  METES_CONTRACT_VERSION_GAP: {
    message: 'The versions of {name} have a gap.',
    hint: 'Number them v1, v2, v3 ... and keep every version that was ever published.',
  },
  METES_CONTRACT_UPCAST_MISSING: {
    message: '{name} has no upcast from v{version}.',
    hint: 'Add `upcast: { v{version}: (old) => ({ ...old }) }` that gives the form of the next version.',
  },
  METES_CONTRACT_DOWNCAST_MISSING: {
    message: '{name} goes out as v{version} until {day}, but has no downcast from v{from}.',
    hint: 'Add `downcast: { v{from}: (newer) => ({ ...newer }) }` that gives the form of v{to}, or take v{version} out of `sunset`.',
  },
  METES_CONTRACT_CAST_NOWHERE: {
    message: '{name} has {way}.{version}, which would never run.',
    hint: 'Take it out, or name the version that it takes; {known} of {name} can have one in `{way}`.',
  },
  METES_CONTRACT_SUNSET: {
    message: 'The sunset of {version} of {name} cannot be used: {reason}.',
    hint: "Write `sunset: { v1: '2027-03-01' }`; to go on after that day, `{ on: '2027-03-01', despite: 'the reason' }`.",
  },
  // The record of a running system and the files of the registry say the same of the same fault: see VERSION_CHANGED and
  // VERSION_VANISHED.
  METES_CONTRACT_CHANGED: {
    message: '{contract} v{version} was published and has changed: {changes}.{witness} Read by {consumers}.',
    hint: 'Put v{version} back as it was and write v{next} beside it, with `upcast: { v{version}: (old) => ({ ...old }) }`. On a machine of your own, "metes start --fresh" forgets what was published there.',
  },
  METES_CONTRACT_VERSION_GONE: {
    message: '{contract} {version} was published{since} and is gone. Read by {consumers}.',
    hint: 'Put it back: what was published is in logs and on its way. Every version that was ever published stays; it goes out only as the latest or with a sunset.',
  },
  METES_CONTRACT_SUNSET_PASSED: {
    message: '{contract} v{version} should have ended on {day}. It is read by {readers}.',
    hint: "Take v{version} out of `sunset`, or write why it goes on: `sunset: { v{version}: { on: '{day}', despite: 'the reason' } }`.",
  },
  METES_CONTRACT_UNREADABLE: {
    message:
      '{publisher} publishes {contract} as {published}, and "{reaction}" in {subscriber} reads v{reads}.',
    hint: "Let v{reads} go out beside the newer one for a while: `sunset: { v{reads}: '<the last day>' }` in the contract; or deploy {subscriber} first, in a build that knows the newer one.",
  },
  METES_CONTRACT_INVALID: {
    message: 'The data does not fit {name} v{version}: {issues}.',
    hint: 'Where it leaves, correct the mapping of the publication; where it enters, ask the owner of the contract.',
  },
  METES_CONTRACT_CAST_FAILED: {
    message: 'The {way} of {name} v{version} failed: {reason}',
    hint: 'Let it give the other form for everything that v{version} allows, without throwing; a command or message that it stopped can be sent or redriven then.',
  },
  METES_CONTRACT_VERSION_UNKNOWN: {
    message: '{name} v{version} is not known here; the highest known version is v{current}.',
    hint: 'Deploy the build that knows v{version} before its publisher; the message is parked and can be redriven then.',
  },
  METES_CONTRACT_ENVELOPE_INVALID: {
    message: 'The message is not a valid CloudEvents 1.0 envelope: {issues}.',
    hint: 'Publish through a context, or correct the attributes named.',
  },
  METES_CONTRACT_WRONG_SOURCE: {
    message: 'A message of type {type} came from {source}, which does not own it.',
    hint: 'Only the context before the dot publishes a contract; look for who sent this message.',
  },
  METES_CONTRACT_SCHEMA_UNDECIDED: {
    message: 'It cannot be decided what this JSON Schema accepts: {reason}.',
    hint: 'Say it with the keywords that docs/reference/compatibility.md lists, or override the check with a written reason.',
  },
  METES_CONTRACT_PATTERN_FLAGS: {
    message:
      '{subject} has the pattern {pattern}: patterns of JSON Schema have no flags, so it would be published as another one, without {flags}.',
    hint: 'Write what the flags mean into the pattern: [Aa] for a and [A-Za-z] for [a-z] instead of i, [\\s\\S] for . instead of s, (^|\\n) for ^ instead of m.',
  },
  METES_CONTRACT_COMPATIBILITY: {
    message: 'What {name} says about compatibility does not hold together: {reason}.',
    hint: "Write `compatibility: 'FULL_TRANSITIVE'` or another of the six modes, and `breaking: { v2: 'why it has to be' }` for later versions only.",
  },
  METES_CONTRACT_UNREGISTERED: {
    message: '{name} {version} is not in the registry.',
    hint: 'Run "metes contracts write" and commit {file}: what is published is written down, so that it cannot change unseen.',
  },
  METES_CONTRACT_REGISTRY_INVALID: {
    message: '{file} is no file of the registry: {reason}.',
    hint: 'Restore it from version control, or delete it and run "metes contracts write" if nothing of it was ever published.',
  },
  METES_CONTRACT_REGISTRY_STALE: {
    message: '{file} says otherwise than the code: {what}.',
    hint: 'Run "metes contracts write" and commit the file.',
  },
  METES_CONTRACT_VERSION_CHANGED: {
    message: '{contract} v{version} was published and has changed: {changes}.{witness} Read by {consumers}.',
    hint: 'Put v{version} back as it was and write v{next} beside it, with `upcast: { v{version}: (old) => ({ ...old }) }`.',
  },
  METES_CONTRACT_VERSION_VANISHED: {
    message: '{contract} {version} was published{since} and is gone. Read by {consumers}.',
    hint: 'Put it back: what was published is in logs and on its way. Every version that was ever published stays; it goes out only as the latest or with a sunset.',
  },
  METES_CONTRACT_INCOMPATIBLE: {
    message:
      '{name} v{version} does not keep {mode}: {direction}, at {path}, {reason} (against v{against}).{witness} Read by {consumers}.',
    hint: "Change v{version} so that it fits, or write `breaking: { v{version}: 'why it has to be' }` in the contract.",
  },
  METES_CONTRACT_NEED_UNMET: {
    message:
      '{consumer} states that it reads {path} of {name} v{version}, and would not get it: {reason}.{witness}',
    hint: 'Keep {path} in the contract, or agree with {consumer}: it takes the field out of its `needs`, or reads an older version that still goes out.',
  },
  METES_CONTRACT_NOT_READ_BACK: {
    message: '{name} v{version} does not accept what is written under it: {witness}. {reason}',
    hint: 'Let the schema accept what it gives back: keep a default within its own bounds, and change data in the mapping of the publication instead of in the contract.',
  },
  METES_CONTRACT_UPCAST_FAILS: {
    message: 'The upcasts of {name} do not lift this document of v{version}: {witness}. {reason}',
    hint: 'Make the upcast give what the later version asks for, whatever v{version} allows.',
  },
} as const;
