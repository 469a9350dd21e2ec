import type { AclLayer } from '../check/acl-layers.ts';
import type { RenameReport } from '../model/translation/rename-test.ts';
import type { FieldChange } from '../model/translation/field-change.ts';
import type { FieldAnalysis, TranslationAnalysis } from '../model/translation/translation-analysis.ts';
import { type Paint, printable } from './paint.ts';
import { count, table } from './table.ts';

/** How each change is told, in the order in which it is. */
const changes: readonly (readonly [FieldChange, string])[] = [
  ['unchanged', 'unchanged'],
  ['spelling', 'spelling only'],
  ['renamed', 'renamed'],
  ['restructured', 'restructured'],
  ['added', 'ours alone'],
];

/** The anti-corruption layers of a map for people. */
export function aclText(layers: readonly AclLayer[], wanted: string | undefined, colours: Paint): string {
  if (layers.length === 0)
    return `${wanted ?? 'The map'} has no anti-corruption layer. To declare one, write into the map:\n  upstream(provider, ${wanted ?? 'context'}, { downstream: acl(translator) })\n`;
  return layers.map((each) => layerText(each, colours)).join('\n');
}

function layerText({ context, against, translations, rename }: AclLayer, colours: Paint): string {
  const title = colours.bold(`${context} keeps out the model of ${printable(against)}`);
  return [
    `${title}\n`,
    ...translations.map((each) => translationText(each, colours)),
    renameText(rename, colours),
  ].join('\n');
}

function translationText(analysis: TranslationAnalysis, { bold, green, yellow, dim }: Paint): string {
  const { translator, fields, dropped, verdict, oneWay } = analysis;
  const rows = changes.flatMap(([change, told]) =>
    fields.filter((each) => each.change === change).map((each) => [told, ...fieldCells(each)]),
  );
  for (const [purpose, told] of [
    [true, 'on purpose'],
    [false, 'nobody mentions it'],
  ] as const) {
    const own = dropped.filter(({ onPurpose }) => onPurpose === purpose);
    if (own.length > 0) rows.push(['dropped', own.map(({ foreign }) => printable(foreign)).join(', '), told]);
  }
  const figure = `${verdict.changed} of ${count(verdict.of, 'field')} renamed or restructured (${Math.round(verdict.share * 100)} %)`;
  const advice =
    verdict.advice === 'conform'
      ? yellow('up to 30 %: conform, unless the other side is likely to change')
      : green('more than 30 %: an anti-corruption layer is worth it');
  const back =
    oneWay.length === 0
      ? 'can be turned round'
      : `one way: ${oneWay.map(({ field, reason }) => `${field} (${reason})`).join(', ')}`;
  return `  ${bold(printable(translator))}\n${table(rows, '    ')}    ${figure}; ${advice}\n    ${dim(printable(back))}\n`;
}

/** An own field and where it comes from; a table has three columns, so a long list is no wider than it has to be. */
function fieldCells({ own, foreign, why }: FieldAnalysis): readonly string[] {
  return [foreign.length === 0 ? own : `${own} from ${foreign.map(printable).join(', ')}`, why];
}

function renameText({ names, shared, outside }: RenameReport, { bold, green, red, dim }: Paint): string {
  const files = [...new Set(names.flatMap((each) => each.files))].sort();
  const rows = files.map((file) => {
    const told = names.filter((each) => each.files.includes(file)).map(({ name }) => printable(name));
    return [file, told.join(', ')];
  });
  const verdict =
    outside.length === 0
      ? green('no file outside of the layer mentions a foreign name')
      : red(`${count(outside.length, 'mention')} of foreign names outside of the layer`);
  const found = outside.map(
    ({ path, line, column, text, name }) =>
      `    ${path}:${line}:${column}  ${printable(text)} (${printable(name)})\n`,
  );
  const unsaid =
    shared.length === 0
      ? ''
      : `    ${dim(`not looked for, as they could be ours: ${shared.map(printable).join(', ')}`)}\n`;
  return `  ${bold('If the other side renamed')} one of ${count(names.length, 'name')}: ${verdict}\n${found.join('')}    inside the layer, ${count(files.length, 'file')} mention${files.length === 1 ? 's' : ''} them\n${table(rows, '    ')}${unsaid}`;
}
