import type { ErrorEntry } from '../check/core/error-table.ts';
import { exampleOf } from './placeholder-examples.ts';

const INTRODUCTION = `<!-- Written by "npm run docs:errors" from the error table; change the table, not this page. -->

# Errors

Every error of the toolkit is a \`MetesError\` with one of these codes. The message says what happened with the values
at hand, \`hint\` says what to do, \`docs\` leads to the heading here, and \`cause\` is the error below, where there is one.
A refusal of the domain is no \`MetesError\` but a \`DomainRuleBroken\`, in the words of your language.
`;

/** The reference page of the error table: areas in alphabetical order, a heading for every code. */
export function errorPage(entries: readonly ErrorEntry[]): string {
  const areas = new Map<string, ErrorEntry[]>();
  for (const entry of entries) {
    const area = entry.code.split('_')[1]?.toLowerCase() ?? '';
    areas.set(area, [...(areas.get(area) ?? []), entry]);
  }
  const sections = [...areas]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([area, codes]) => `## ${area[0]?.toUpperCase()}${area.slice(1)}\n\n${codes.map(section).join('\n')}`,
    );
  return [INTRODUCTION, ...sections].join('\n');
}

function section({ code, message = '', hint = '' }: ErrorEntry): string {
  return `### ${code}

**What happened.** ${asProse(message)}

**What to do.** ${asProse(hint)}

\`\`\`text
${code}: ${filled(message)}
hint: ${filled(hint)}
\`\`\`
`;
}

/** Placeholders become emphasised names; what the code spans of the text hold stays as it is. */
function asProse(template: string): string {
  return template
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`')
        ? part
        : part.replaceAll(/[<>*]/g, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, '*$1*'),
    )
    .join('');
}

function filled(template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => exampleOf(name));
}
