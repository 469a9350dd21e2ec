/** Findings of `metes check`: what the sources of a system do that its map does not allow. */
export const checkErrors = {
  METES_CHECK_PACKAGES_MISSING: {
    message: 'metes check reads sources with packages that are not installed: {packages}.',
    hint: 'Run: npm install --save-dev {add}',
  },
  METES_CHECK_SYNTAX: {
    message: '{file} cannot be read: {reason}.',
    hint: 'Mend the syntax; until then nobody knows what the file imports.',
  },
  METES_CHECK_IMPORT_UNRESOLVED: {
    message: '{context} imports {specifier}, and nobody can say what that is: {reason}.',
    hint: '{suggestion}',
  },
  METES_CHECK_BLIND: {
    message: '{unresolved} of {imports} imports ({share} %) lead nowhere; what they break cannot be seen.',
    hint: 'Mend them until at most {most} % are left. Each is listed as METES_CHECK_IMPORT_UNRESOLVED.',
  },
  METES_CHECK_FOLDER_MISSING: {
    message: 'The map names the context {context}, but there are no sources in {folder}.',
    hint: 'Move its sources there, or write in the configuration: folders: { {context}: "<its folder>" }.',
  },
  METES_CHECK_KERNEL_MISSING: {
    message:
      'The map names the kernel "{kernel}", but there are no sources in {folder}: nobody can see how large it is.',
    hint: 'Move its sources there, or write in the map where they are, seen from the configuration: path: "<its folder>".',
  },
  METES_CHECK_KERNEL_PLACE: {
    message: 'The kernel "{kernel}" lies in {folder}, {fault}: what is shared belongs to all who share it.',
    hint: "Move it to a folder of its own beside the contexts, and write that in the map: path: 'kernel/{kernel}'.",
  },
  METES_CHECK_CONTEXT_UNMAPPED: {
    message: '{folder} looks like a context, but the map does not know it.',
    hint: 'Add it to the map: {line}',
  },
  METES_CHECK_INSIDE: {
    message: '{from} imports {target} of {to}; a context shows others its contract/ folder only.',
    hint: 'Import {to}/contract instead, or ask the team {team} to publish what you need. {line}',
  },
  METES_CHECK_UNRELATED: {
    message: '{from} imports the contract of {to}, but the map says nothing of the two.',
    hint: 'Add to the map: {line}',
  },
  METES_CHECK_SEPARATE_WAYS: {
    message: '{from} imports {target} of {to}, but the map says that the two go separate ways.',
    hint: 'Take the import out, or replace the line in the map by: {line}',
  },
  METES_CHECK_NOT_EXPOSED: {
    message: '{from} imports {contract} of {to}, but the map does not expose it to {from}.',
    hint: 'Change the line in the map to: {line}',
  },
  METES_CHECK_LAYER: {
    message: '{from} of {context} imports {target}; layers point inwards.',
    hint: '{suggestion}',
  },
  METES_CHECK_LAYER_SPELLING: {
    message:
      '{folder} of {context} is not the layer {layer}, whose name is written in small letters, so none of its rules holds there.',
    hint: 'Rename it: {line}',
  },
  METES_CHECK_LAYER_UNKNOWN: {
    message: '{file} of {context} lies in no layer.',
    hint: 'Move it to domain/, application/, infrastructure/, api/ or contract/.',
  },
  METES_CHECK_CONTRACT_ALONE: {
    message:
      'contract/ of {context} imports {target}; a published language stands on nothing of its own or of others.',
    hint: 'Write the form down in the contract itself; others must be able to read it without your code.',
  },
  METES_CHECK_DOMAIN_SPEAKS_FOREIGN: {
    message:
      'domain/ of {context} imports the contract of {to}: its model would change with the words of others.',
    hint: 'Translate in application/ or infrastructure/ and give the domain its own types; only a conformist takes the model of {to} as it is: conformist() on the relation.',
  },
  METES_CHECK_TECHNOLOGY: {
    message: '{from} of {context} imports {specifier}; it knows no HTTP, database, broker, file or process.',
    hint: 'Declare a port in application/ with port<T>()("name"), implement it in infrastructure/, and provide it in the configuration.',
  },
  METES_CHECK_REACHES_OUT: {
    message:
      '{from} of {context} uses {said}, which nobody handed to it; what it does could be neither tested nor repeated.',
    hint: '{suggestion}',
  },
  METES_CHECK_FOREIGN_PACKAGE: {
    message: '{file} of {context} imports {package}, the model of a foreign system.',
    hint: 'Import it only under infrastructure/acl/ of {context} and translate it there into its own words.',
  },
  METES_CHECK_SHARED_CODE: {
    message: '{context} imports {target}, which belongs to no context.',
    hint: 'Move it into {context}, write it twice, or own it: sharedKernel(..., { kernel: { path: "{folder}", ... } }) in the map.',
  },
  METES_CHECK_REACTION: {
    message: '{reaction} of {context} takes in {contract}, but the map does not expose it to {context}.',
    hint: 'Write in the map: {line}',
  },
  METES_CHECK_CONTRACT_FOREIGN: {
    message:
      '{where} declares {contract}, but what {owner} publishes is declared in the sources of {owner} and nowhere else.',
    hint: '{suggestion}',
  },
  METES_CHECK_CONTRACT_MODEL: {
    message:
      '{contract} carries {fields} of the {all} fields of {aggregate} ({share} %): it hands out the model instead of telling what happened.',
    hint: 'Leave out what no consumer reads (metes check --reads lists the fields that each one reads). If all of it is needed elsewhere, the boundary runs through one concept.',
  },
  METES_CHECK_FIELD_UNREAD: {
    message: 'Nobody reads {fields} of {contract}, which goes to {consumers}.',
    hint: 'Leave fields out of the next version that nobody has asked for; a field that is published has to be kept.',
  },
  METES_CHECK_CONTRACT_WIDE: {
    message: '{consumer} reads {read} of the {all} fields of {contract}: {fields}.',
    hint: 'Publish a contract of its own for {consumer} with what it reads, or cut {contract} into several.',
  },
  METES_CHECK_LANGUAGE_EMPTY: {
    message: 'The context {context} has no glossary: nobody can tell what its words mean.',
    hint: 'Give it one: language: { Order: "What a customer has made binding." }.',
  },
  METES_CHECK_WORD_MISSING: {
    message: 'The {kind} {name} of {context} is no word of its glossary.',
    hint: 'Ask an expert what it means and add to its language: "{term}": "...", or give it the name that they use.',
  },
  METES_CHECK_WORD_FORBIDDEN: {
    message: '"{name}" uses the word "{word}", which the glossary of {context} rules out.',
    hint: 'Say "{term}".',
  },
  METES_CHECK_FOREIGN_WORD: {
    message:
      '"{word}" is a word of a foreign model that {context} keeps out, and it stands outside of infrastructure/acl/.',
    hint: 'Use the word of the language of {context}, and keep the foreign one under infrastructure/acl/.',
  },
  METES_CHECK_HANDLER_FAT: {
    message: 'A function in {layer}/ of {context} has {lines} lines; {most} are the most.',
    hint: 'Let the aggregate decide, in a method named as the rule is said; a handler loads, calls and is done.',
  },
  METES_CHECK_KERNEL: {
    message:
      'In {file} the kernel {kernel} imports {target} of {context}, and with it all who share the kernel do.',
    hint: 'A kernel stands on nothing of any context: move what is needed into it, or let the context keep it.',
  },
} as const;
