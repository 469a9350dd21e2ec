import { contextPage, mapPage } from './context-page.ts';
import type { MapPicture } from './map-picture.ts';
import { mermaid } from './mermaid.ts';

/** The line by which a page is known as written by the toolkit; in Markdown and in SVG it is not shown. */
export const pageMark = '<!-- written by metes map -->';

/** The Markdown pages of a map by file name: one for each context, and README.md as the index. */
export function pagesOf(map: MapPicture): ReadonlyMap<string, string> {
  const pages = map.contexts.map((each) => [`${each.name}.md`, contextPage(each, map)] as const);
  return new Map(
    [['README.md', mapPage(map, mermaid(map))], ...pages].map(([name, text]) => [
      name,
      `${pageMark}\n${text}`,
    ]),
  );
}
