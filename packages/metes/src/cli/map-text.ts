import { kindNames, marks, marksOf, notationOf, relationLine } from '../draw/notation.ts';
import type { MapPicture, RelationPicture } from '../draw/map-picture.ts';
import { type Paint, printable } from './paint.ts';
import { count, table } from './table.ts';

/** The map as text for a terminal: contexts, relations in the notation of the field, what crosses them. */
export function mapText(map: MapPicture, { bold, dim }: Paint): string {
  const contexts = map.contexts.map(({ name, class: kind, team, purpose }) => [
    name,
    kind,
    printable(team),
    printable(purpose),
  ]);
  const outsides = map.outsides.map(({ name, purpose }) => [
    printable(name),
    'outside',
    '',
    printable(purpose ?? ''),
  ]);
  const parts = [
    `${bold(printable(map.name))}: ${count(map.contexts.length, 'context')}, ${count(map.relations.length, 'relation')}\n`,
    `${bold('Contexts')}\n${table([...contexts, ...outsides])}`,
  ];
  if (map.relations.length > 0) {
    const lines = map.relations.map((each) => relationText(each, dim)).join('');
    const used = marksOf(map.relations).map((mark) => [mark, marks[mark]!]);
    parts.push(`${bold('Relations')}\n${lines}`, `${bold('Notation')}\n${table(used)}`);
  }
  return parts.join('\n');
}

function relationText(relation: RelationPicture, dim: Paint['dim']): string {
  const { kind, kernel, exposes, through } = relation;
  const crossing = [...exposes, ...through.map((each) => `by ${each}`)];
  const { whole } = notationOf(relation);
  const about =
    kernel === undefined
      ? `${kindNames[kind]}${whole === undefined ? '' : ` (${whole})`}`
      : `${kindNames[kind]} "${kernel.name}" ${kernel.version}`;
  return `  ${printable(relationLine(relation))}  ${dim(printable(about))}\n${crossing.map((each) => `      ${printable(each)}\n`).join('')}`;
}
