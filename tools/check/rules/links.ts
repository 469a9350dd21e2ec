import { posix } from 'node:path';
import type { Findings } from '../checker.ts';
import { anchorsOf, linksOf } from '../core/markdown.ts';
import type { Workspace } from '../core/workspace.ts';

/** Every relative link of every page leads to a file that exists, and every anchor to a heading. */
export function links(workspace: Workspace, pages: readonly string[], findings: Findings): void {
  let total = 0;
  for (const page of pages) {
    for (const { target, line } of linksOf(workspace.text(page))) {
      if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target)) continue;
      total += 1;
      const message = linkMessage(workspace, page, target);
      if (message) findings.add(page, line, message);
    }
  }
  findings.note(`${total} relative links in ${pages.length} pages`);
}

function linkMessage(workspace: Workspace, page: string, target: string): string | undefined {
  const [encoded = '', anchor] = target.split('#');
  const name = decodeURIComponent(encoded.split('?')[0] ?? '');
  if (name.startsWith('/'))
    return `The link "${target}" starts at the root of a site. Write it relative to this page.`;
  const path = name === '' ? page : posix.normalize(posix.join(posix.dirname(page), name)).replace(/\/$/, '');
  if (path.startsWith('..') || !workspace.has(path))
    return `The link "${target}" leads nowhere. Correct the path or write the page.`;
  if (!anchor || !path.endsWith('.md')) return undefined;
  return anchorsOf(workspace.text(path)).has(decodeURIComponent(anchor))
    ? undefined
    : `The page ${path} has no heading for "#${anchor}". Correct the anchor.`;
}
