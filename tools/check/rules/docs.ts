import { Findings, type Checker } from '../checker.ts';
import { links } from './links.ts';
import { shellSnippets } from './shell-snippets.ts';
import { typeScriptSnippets } from './typescript-snippets.ts';
import { words } from './words.ts';

/** Pages whose snippets have to compile. */
const WITH_SNIPPETS = /^(README\.md|docs\/.*\.md|packages\/[^/]+\/README\.md|shop\/README\.md)$/;

/** The docs hold: links lead somewhere, snippets compile, commands exist. */
export const docs: Checker = {
  name: 'docs',
  about: 'links lead somewhere, snippets compile, commands exist, words fit',
  run(workspace) {
    const findings = new Findings('docs');
    const pages = workspace.files.filter((path) => path.endsWith('.md'));
    const withSnippets = pages.filter((path) => WITH_SNIPPETS.test(path));
    links(workspace, pages, findings);
    shellSnippets(workspace, pages, findings);
    typeScriptSnippets(workspace, withSnippets, findings);
    words(workspace, findings);
    return findings.report();
  },
};
