import { code, markdownTable, plain } from './markdown-text.ts';
import type { ContextPicture, MapPicture, RelationPicture } from './map-picture.ts';
import { sharedWords } from '../model/shared-words.ts';
import { kindNames, relationLine } from './notation.ts';

/** The page of one context: all that others have to know of it. */
export function contextPage(context: ContextPicture, map: MapPicture): string {
  const { name, purpose, team, language, aggregates, commands, publishes, hears, guarantees, owns } = context;
  const heardBy = (contract: string): string =>
    map.contexts
      .filter((each) => each.hears.some((one) => one.contract === contract))
      .map((each) => link(each.name))
      .join(', ');
  const list = (lines: readonly string[]): string =>
    lines.length === 0 ? 'None.\n' : lines.map((each) => `- ${each}\n`).join('');
  const relations = map.relations.filter((each) => each.upstream === name || each.downstream === name);
  return `# ${plain(name)}

${plain(purpose)}

- Class: **${context.class}** subdomain, ${context.implementation}, reviewed on ${context.reviewed}
${context.history.map((each) => `- Was ${each.class} until ${each.until}: ${plain(each.because)}\n`).join('')}- Team: **${plain(team)}**
- Asked: ${context.experts.map(plain).join(', ') || 'nobody'}
- [The map](README.md)

## Language
${markdownTable(
  ['Term', 'Meaning', 'Not called'],
  Object.entries(language).map(([term, meaning]) => [
    `**${plain(term)}**`,
    plain(meaning),
    (context.notSaid[term] ?? []).map(plain).join(', '),
  ]),
)}
## Aggregates
${markdownTable(
  ['Aggregate', 'Commands', 'Events inside'],
  aggregates.map((each) => [
    code(each.name),
    commands
      .filter((one) => one.aggregate === each.name)
      .map((one) => code(one.name))
      .join(', '),
    each.events.map(code).join(', '),
  ]),
)}
## Events out
${markdownTable(
  ['Contract', 'Version', 'Tells of', 'Heard by', 'Consistency'],
  publishes.map((each) => [
    code(each.contract),
    [String(each.version), ...each.older.map((one) => `${one.version} until ${one.until}`)].join(', '),
    code(each.event),
    heardBy(each.contract) || 'nobody',
    each.guarantee ?? 'not stated',
  ]),
)}
## Events in
${markdownTable(
  ['Contract', 'From', 'What follows'],
  hears.map((each) => [code(each.contract), link(ownerOf(each.contract)), each.then.map(plain).join('; ')]),
)}
## Relations
${list(relations.map((each) => relationText(each)))}
## Guarantees
${list(guarantees.map(plain))}
## Data owned
Nobody else reads or writes it.

${list(owns.map(plain))}`;
}

/** The index of the pages: the picture of the map, its contexts, what they are to each other. */
export function mapPage(map: MapPicture, picture: string): string {
  return `# The map of ${plain(map.name)}

\`\`\`mermaid
${picture}\`\`\`

## Contexts
${markdownTable(
  ['Context', 'Class', 'Team', 'Purpose'],
  map.contexts.map((each) => [link(each.name), each.class, plain(each.team), plain(each.purpose)]),
)}
## Systems that are not ours
${markdownTable(
  ['System', 'Run by', 'Purpose'],
  map.outsides.map((each) => [plain(each.name), plain(each.owner ?? ''), plain(each.purpose ?? '')]),
)}
## Relations
${markdownTable(
  ['Relation', 'Kind', 'What crosses'],
  map.relations.map((each) => [
    code(relationLine(each)),
    kindNames[each.kind],
    [...each.exposes, ...each.through].map(code).join(', '),
  ]),
)}
## Words of several contexts
What each of them means by it.

${markdownTable(
  ['Word', 'Where', 'Meaning'],
  sharedWords(map.contexts).flatMap(({ term, meanings }) =>
    meanings.map((each, at) => [
      at === 0 ? `**${plain(term)}**` : '',
      link(each.context),
      plain(each.meaning),
    ]),
  ),
)}`;
}

function relationText(relation: RelationPicture): string {
  const { kind, kernel, differs, because, through } = relation;
  const parts = [
    `${code(relationLine(relation))}: ${kindNames[kind]}`,
    ...(kernel === undefined
      ? []
      : [
          `the kernel is **${plain(kernel.name)}** ${plain(kernel.version)} in ${code(kernel.path)}, owned by ${plain(kernel.owner)}`,
        ]),
    ...(through.length === 0 ? [] : [`called through ${through.map(code).join(', ')}`]),
    ...(because === undefined ? [] : [plain(because)]),
  ];
  const words = differs.map(
    (each) =>
      `\n  - **${plain(each.term)}** is "${plain(each.upstream)}" for ${plain(relation.upstream)}, "${plain(each.downstream)}" for ${plain(relation.downstream)}`,
  );
  return `${parts.join('; ')}${words.join('')}`;
}

function link(context: string): string {
  return `[${plain(context)}](${context}.md)`;
}

function ownerOf(contract: string): string {
  return contract.slice(0, contract.indexOf('.'));
}
