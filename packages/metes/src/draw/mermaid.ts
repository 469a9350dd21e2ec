import type { MapPicture, RelationPicture } from './map-picture.ts';
import { notationOf } from './notation.ts';
import { colours } from './palette.ts';

/** The map as a Mermaid flowchart; what GitHub, GitLab and most wikis draw. */
export function mermaid({ contexts, outsides, relations }: MapPicture): string {
  const ids = new Map([...contexts, ...outsides].map(({ name }, index) => [name, `c${index}`] as const));
  const lines = [
    'flowchart LR',
    ...contexts.map(
      (each) =>
        `  ${ids.get(each.name)}["${text(each.name)}<br/><small>${each.class}, ${text(each.team)}</small>"]:::${each.class}`,
    ),
    ...outsides.map(
      (each) => `  ${ids.get(each.name)}[/"${text(each.name)}<br/><small>outside</small>"/]:::outside`,
    ),
    ...relations.map((each) => `  ${ids.get(each.upstream)} ${arrow(each)} ${ids.get(each.downstream)}`),
    ...Object.entries(colours).map(
      ([name, { fill, border, text: ink }]) =>
        `  classDef ${name} fill:${fill},stroke:${border},color:${ink}${name === 'outside' ? ',stroke-dasharray:5 4' : ''}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function arrow(relation: RelationPicture): string {
  const { upstream, downstream, whole } = notationOf(relation);
  if (relation.kind === 'separateWays') return '-. "SW" .-';
  const middle = whole === undefined ? '' : `${whole}: `;
  const label = `${middle}${upstream.join(' ')} / ${downstream.join(' ')}`;
  const through = relation.through.map((each) => `by ${each}`);
  const crossing = [...relation.exposes, ...through].map((each) => `<br/>${text(each)}`).join('');
  if (relation.kind === 'partnership' || relation.kind === 'sharedKernel')
    return `<-- "${upstream.join(' ')}${kernelText(relation)}${crossing}" -->`;
  return `-- "${label}${crossing}" -->`;
}

function kernelText({ kernel }: RelationPicture): string {
  return kernel === undefined ? '' : ` ${text(kernel.name)} ${text(kernel.version)}`;
}

/** Inside quotes Mermaid reads entities; quotes and angle brackets would end the label or be taken for HTML. */
function text(value: string): string {
  return value
    .replaceAll('#', '#35;')
    .replaceAll('&', '&amp;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s+/g, ' ');
}
