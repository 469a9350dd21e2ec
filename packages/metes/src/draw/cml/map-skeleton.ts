import type { ContextPicture, OutsidePicture, RelationPicture } from '../map-picture.ts';
import { relationLine } from '../notation.ts';
import type { ImportedMap, LeftOver } from './cml-import.ts';

/** The day that stands for "never": a review is something that people do. */
const never = '1970-01-01';

/**
 * A TypeScript file that declares an imported map: contexts without behaviour, their relations, and what the source said
 * besides as comments. It is written once and then belongs to whoever asked for it.
 */
export function mapSkeleton({ map, leftOver }: ImportedMap, source: string): string {
  const { name, contexts, outsides, relations } = map;
  const parties = [...contexts, ...outsides].map((each) => each.name);
  const of = identifiers(parties);
  const mapIdentifier = identifiers([...parties, `${name} map`])(`${name} map`);
  const about = (context?: string): string =>
    leftOver
      .filter((each) => each.context === context)
      .map(comment)
      .join('');
  const isOurs = (name: string): boolean => contexts.some((each) => each.name === name);
  const held = relations.filter((each) => isOurs(each.upstream) || isOurs(each.downstream));
  const alone = [...contexts, ...outsides].filter(
    (each) => !held.some((one) => one.upstream === each.name || one.downstream === each.name),
  );
  const parts = [
    ...held.map((each) => relationText(each, of)),
    ...relations
      .filter((each) => !held.includes(each))
      .map((each) => `  // CML: ${oneLine(relationLine(each))} (neither is a context of this map)\n`),
    ...alone.map((each) => `  ${of(each.name)},\n`),
  ];
  const body = [
    ...outsides.map((each) => outsideText(each, of(each.name))),
    ...contexts.map((each) => `${contextText(each, of(each.name))}${about(each.name)}`),
    `${about()}/** The map that was read from ${oneLine(source)}. */\nexport const ${mapIdentifier} = contextMap(\n  ${text(name)},\n${parts.join('')});\n`,
  ].join('\n');
  const used = vocabulary.filter((word) => new RegExp(`\\b${word}\\(`).test(body));
  return `/*
 * Read from ${oneLine(source)} by "metes map import". The file is yours now: move each context into a folder of its own, give
 * it commands, events and contracts, and say in "exposes" which contracts cross.
 */
import { ${used.join(', ')} } from 'metes';

${body}`;
}

const vocabulary = [
  'conformist',
  'context',
  'contextMap',
  'core',
  'customerSupplier',
  'generic',
  'outside',
  'partnership',
  'separateWays',
  'sharedKernel',
  'supporting',
  'upstream',
];

function contextText(context: ContextPicture, identifier: string): string {
  const { name, purpose, team, aggregates, commands } = context;
  const contents = aggregates.map(({ name: aggregate, events }) => {
    const facts = [
      ...commands.filter((each) => each.aggregate === aggregate).map((each) => each.name),
      ...events,
    ];
    return `  // ${oneLine(aggregate)}${facts.length === 0 ? '' : `: ${oneLine(facts.join(', '))}`}\n`;
  });
  return `export const ${identifier} = context(${text(name)}, {
  purpose: ${text(purpose === '' ? 'to be written' : purpose)},
  // Nobody has reviewed the class yet: write the day of the review here.
  subdomain: ${context.class}({ reviewed: '${never}' }),
  team: ${text(team)},
${contents.length === 0 ? '' : `  // Aggregates that the source names, with their commands and events:\n${contents.join('')}`}  aggregates: [],
  handlers: [],
});
`;
}

function outsideText({ name, purpose }: OutsidePicture, identifier: string): string {
  const declaration = purpose === undefined ? '' : `, { purpose: ${text(purpose)} }`;
  return `export const ${identifier} = outside(${text(name)}${declaration});\n`;
}

function relationText(relation: RelationPicture, of: (name: string) => string): string {
  const { kind, host, guest, because } = relation;
  const pair = `${of(relation.upstream)}, ${of(relation.downstream)}`;
  const terms = [
    ...(host.length === 0 ? [] : [`host: [${host.map((each) => text(each)).join(', ')}]`]),
    ...(guest === 'conformist' ? ['downstream: conformist()'] : []),
    ...(because === undefined ? [] : [`because: ${text(because)}`]),
  ];
  if (kind === 'sharedKernel')
    return `  // The source says nothing of the kernel itself: correct what stands here.
  sharedKernel(${pair}, {
    kernel: { name: 'to-be-named', owner: 'nobody yet', version: '0.1.0', budget: 300, path: 'kernel', contents: [] },
  }),\n`;
  const missing =
    guest === 'antiCorruption'
      ? '  // The source says that the downstream translates: add downstream: acl(...) with its translators.\n'
      : '';
  if (kind === 'customerSupplier')
    return `${missing}  customerSupplier(${pair}, { ${['exposes: []', ...terms].join(', ')} }),\n`;
  return `${missing}  ${kind}(${pair}${terms.length === 0 ? '' : `, { ${terms.join(', ')} }`}),\n`;
}

/** An identifier for each name: unlike every other, every word of the language and every word of the vocabulary. */
function identifiers(names: readonly string[]): (name: string) => string {
  const taken = new Set([...vocabulary, ...reserved]);
  const of = new Map<string, string>();
  for (const name of names) {
    const plain = name
      .replaceAll(/[^A-Za-z0-9]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())
      .replaceAll(/[^A-Za-z0-9]/g, '')
      .replace(/^(?=\d|$)/, 'the');
    let free = taken.has(plain) ? `${plain}Context` : plain;
    while (taken.has(free)) free += '2';
    taken.add(free);
    of.set(name, free);
  }
  return (name) => of.get(name)!;
}

const reserved =
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield'.split(
    ' ',
  );

function comment({ text: left }: LeftOver): string {
  return left
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `${`// CML: ${line}`.trimEnd()}\n`)
    .join('');
}

function oneLine(value: string): string {
  return value.replaceAll(/\s+/g, ' ').replaceAll('*/', '* /');
}

/** A text as TypeScript writes it, in single quotes. */
function text(value: string): string {
  const inside = JSON.stringify(value)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`);
  return `'${inside.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`)}'`;
}
