/** Errors and warnings of a context map: what its relations, classifications and boundaries must not say. */
export const mapErrors = {
  METES_MAP_CUSTOMER_OPEN_HOST: {
    message:
      '{upstream} is both the supplier of {downstream} and an open host to it: a supplier plans with its customer, an open host offers the same to everybody.',
    hint: 'Write {line}, or remove openHost.',
  },
  METES_MAP_CUSTOMER_CONFORMIST: {
    message:
      '{downstream} is the customer of {upstream} and a conformist to it: a customer has a say in the model, a conformist has none.',
    hint: 'Write {line}, or remove conformist().',
  },
  METES_MAP_CUSTOMER_TRANSLATES: {
    message:
      '{downstream} is the customer of {upstream} and translates all the same: ask the supplier for what fits, or admit that nobody listens.',
    hint: 'Remove acl(...), or write {line}.',
  },
  METES_MAP_CONFORMIST_TRANSLATES: {
    message: '{downstream} conforms to {upstream} and translates at once: it can only do one of the two.',
    hint: 'Write {line}, or remove the translators and stay conformist().',
  },
  METES_MAP_ACL_EMPTY: {
    message:
      '{downstream} translates what comes from {upstream}, and names no translator: a layer that does nothing keeps nothing out.',
    hint: 'Write {line}, or conformist() where the model is taken as it is.',
  },
  METES_MAP_OUTSIDE_ONLY: {
    message:
      'The map relates {one} and {other}, neither of which is ours: nobody here can hold such a relation.',
    hint: 'Remove the line, and relate each of them to the context that depends on it, such as {line}.',
  },
  METES_MAP_SAID_TWICE: {
    message: '{where} names {what} twice.',
    hint: 'Write {line}.',
  },
  METES_MAP_HOST_WITHOUT_LANGUAGE: {
    message:
      '{upstream} is an open host to {downstream} without a published language: whoever comes has to read its code.',
    hint: 'Write {line}, and document what is spoken.',
  },
  METES_MAP_CONTRADICTION: {
    message:
      'The map says {first}, and {second} besides: of one pair one thing is said, apart from kernels that it shares.',
    hint: 'Keep one of the two lines: {firstLine} or {secondLine}.',
  },
  METES_MAP_EXPOSED_FOREIGN: {
    message:
      '{one} and {other} expose {contract}, which {publisher} owns: only what one of the two publishes can cross between them.',
    hint: 'Write {line}, and expose {contract} in the relations of {publisher}.',
  },
  METES_MAP_SEPARATE_WAYS_CROSSED: {
    message: '{one} and {other} go separate ways, yet {crossing}.',
    hint: 'Remove {remove}, or write {line} instead of separateWays.',
  },
  METES_MAP_CYCLE: {
    message: 'Whose model leads goes round in a circle: {circle}.',
    hint: 'Decide which of them follows its own model; for two that plan together write {line}. Messages may flow both ways along one relation, which is no circle.',
  },
  METES_MAP_KERNEL_INCOMPLETE: {
    message: 'The kernel "{kernel}" of {one} and {other} has {fault}.',
    hint: "A kernel is a product: kernel: { name: '{kernel}', owner: 'Checkout', version: '1.0.0', budget: 300, path: 'kernel/{kernel}', contents: ['Money'] }.",
  },
  METES_MAP_KERNEL_PLACE: {
    message: 'The kernel "{kernel}" of {one} and {other} lies in "{path}", {fault}.',
    hint: "Give it a folder of its own inside the repository, seen from the configuration or from its root: path: 'kernel/{folder}'.",
  },
  METES_MAP_KERNEL_SKEW: {
    message: 'The kernel "{kernel}" is {oneVersion} in one relation and {otherVersion} in another.',
    hint: 'Write it once, const kernel = { ... }, and give that to every relation, so that all change together.',
  },
  METES_MAP_KERNEL_OVER_BUDGET: {
    message: 'The kernel "{kernel}" has {lines} lines; its budget is {budget}.',
    hint: 'Move what only one side needs into that side. What is shared is a handful of value objects.',
  },
  METES_MAP_CORE_CONFORMS: {
    message:
      '{downstream} is core and conforms to {upstream}, which is {whose}: what sets the business apart is bent to what everybody can buy.',
    hint: 'Write {line}.',
  },
  METES_MAP_OVER_BUDGET: {
    message: '{context} is {class} and has {lines} lines of own code; its budget is {budget}.',
    hint: 'Keep what is bought thin, and move out what belongs elsewhere. If it is right as it is, write {line}.',
  },
  METES_MAP_TESTS_SHALLOW: {
    message: '{context} is core and has {tests} tests for {lines} lines of own code.',
    hint: 'Write tests of its rules first: a core subdomain has at least one test for 50 lines.',
  },
  METES_MAP_REVIEW_OVERDUE: {
    message:
      'The classification of {context} as {class} was last reviewed on {last}, more than 12 months before {today}.',
    hint: "Look at it with {owner}, and write reviewed: '{today}'.",
  },
  METES_MAP_REVIEW_AHEAD: {
    message: 'The classification of {context} was reviewed on {last}, which lies after {today}.',
    hint: "Write the day on which it was looked at: reviewed: '{today}'.",
  },
  METES_MAP_LAYERS: {
    message: '{slices} cut one business purpose along technical layers: every change will touch all of them.',
    hint: "Make one context of them, context('{stem}', ...), with the layers as folders inside.",
  },
  METES_MAP_LAYER_NAMED: {
    message: 'The context {context} is named after a technical layer, not after what the business does.',
    hint: "Name it in the words of the experts, such as context('{stem}', ...).",
  },
  METES_MAP_TABLE_MIRRORED: {
    message: '{context} mirrors a table: all that can be done with {aggregate} is {commands}.',
    hint: 'Ask the experts what they do with {aggregate} and name the commands so, or keep it as data of the context that uses it.',
  },
  METES_MAP_BOUNDARY_FICTIONAL: {
    message: 'The boundary between {one} and {other} cites {cited} on either side; three make it a real one.',
    hint: 'Write {line}, or make the two one context.',
  },
  METES_MAP_DIFFERENCE_UNKNOWN: {
    message: 'The relation of {one} and {other} cites "{term}", which {party} does not explain.',
    hint: "Add \"{term}\" to the language of {party}, or write differs: [{ term: '{term}', upstream: '...', downstream: '...' }].",
  },
  METES_MAP_DIFFERENCE_SAME: {
    message: '"{term}" is cited as a difference of {one} and {other}, but means the same on both sides.',
    hint: 'Cite a word whose meaning differs, or say in each language what the word means there.',
  },
  METES_MAP_EXPERTS_MISSING: {
    message: 'Nobody is named who was asked where {context} begins and ends.',
    hint: "Add experts: ['who was asked'] to context('{context}', ...).",
  },
  METES_MAP_GUARANTEE_MISSING: {
    message: '{context} publishes {contract} and does not say how consistent others may expect it to be.',
    hint: "Write publish({event}, {name}, mapping, eventual('5s')), or atomic() where no bound is promised.",
  },
  METES_MAP_PORT_UNMAPPED: {
    message: '{context} uses the port "{port}", but the map does not say who stands behind it.',
    hint: 'Add {line} to the map.',
  },
  METES_MAP_PARTNERS_APART: {
    message: '{one} and {other} are partners, but no change of the last {months} months touched both.',
    hint: 'Write {line}, if one of them leads.',
  },
} as const;
