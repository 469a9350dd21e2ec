/** Errors of translators: declarations that do not hold together, and documents that cannot be translated. */
export const translatorErrors = {
  METES_TRANSLATOR_FOREIGN_UNKNOWN: {
    message:
      'The translator {translator} reads "{foreign}" for {own}, which the foreign model does not have.',
    hint: 'Use one of its fields: {known}.',
  },
  METES_TRANSLATOR_OWN_UNKNOWN: {
    message: 'The translator {translator} has a rule for "{own}", which the own model does not have.',
    hint: 'Use one of its fields: {known}.',
  },
  METES_TRANSLATOR_OWN_MISSING: {
    message: 'The translator {translator} has no rule for {own}.',
    hint: "Add {own}: from('a foreign field'), table(...) or constant(...).",
  },
  METES_TRANSLATOR_TABLE_PARTIAL: {
    message: 'The table of {own} in the translator {translator} says nothing about {missing}.',
    hint: "Add the missing words of {foreign} to the table, or end it with otherwise('...').",
  },
  METES_TRANSLATOR_TABLE_STRANGE: {
    message:
      'The table of {own} in the translator {translator} speaks of {strange}, which {foreign} never says.',
    hint: 'Take it out of the table, or add it to the foreign schema. {foreign} says: {known}.',
  },
  METES_TRANSLATOR_TABLE_UNFIT: {
    message: 'The table of {own} in the translator {translator} gives {strange}, which {own} cannot be.',
    hint: 'Let it give a word of ours, or add the word to the own schema. {own} can be: {known}.',
  },
  METES_TRANSLATOR_DROPPED: {
    message: 'The translator {translator} drops "{foreign}" {reason}.',
    hint: 'Take "{foreign}" out of `dropped`.',
  },
  METES_TRANSLATOR_DOCUMENT: {
    message: '{translator}: what was received is not in the agreed form: {issues}.',
    hint: 'Nothing of it was used. When the other side has changed, change its schema and this translator, and nothing else.',
  },
  METES_TRANSLATOR_VALUE: {
    message: '{translator}: {own} cannot be made of {foreign}: {reason}.',
    hint: 'Correct the rule of {own}, or make the schema of the foreign model refuse such a document.',
  },
  METES_TRANSLATOR_UNIT: {
    message: '{value} is not {wanted}.',
    hint: 'Choose the unit in which the other side really counts.',
  },
  METES_TRANSLATOR_ONE_WAY: {
    message: '{translator} cannot be turned round: {reasons}.',
    hint: 'Give each of these rules a way back (a unit with `out`, a table without `otherwise`), or write the outgoing document by a translator of its own.',
  },
  METES_TRANSLATOR_BACK: {
    message: '{translator}: {foreign} cannot be written from {own}: {reason}.',
    hint: 'Correct the rule of {own}, or give a value that the other side knows.',
  },
  METES_TRANSLATOR_VERSION: {
    message: 'The translator {translator} knows no version "{version}".',
    hint: 'Use one of: {known}.',
  },
  METES_TRANSLATOR_LEAK: {
    message:
      '"{text}" is a word of the model of {against} ({name}), and stands outside of the layer that keeps it out.',
    hint: 'Use a word of your own, and keep "{name}" under infrastructure/acl/ of {context}. When it is a word of your language too, write it into the language of {context}.',
  },
  METES_TRANSLATOR_NEEDLESS: {
    message: 'The translator {translator} renames or restructures {changed} of {of} fields, {percent} %.',
    hint: 'Up to 30 % it is cheaper to live with the foreign model: downstream: conformist(). Keep the layer when the other side is likely to change.',
  },
} as const;
