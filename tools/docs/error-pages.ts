import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readErrorTable } from '../check/core/error-table.ts';
import { Workspace } from '../check/core/workspace.ts';
import { errorPage } from './error-page.ts';

const PAGE = 'docs/reference/errors.md';
const root = fileURLToPath(new URL('../..', import.meta.url));
const path = join(root, PAGE);
const entries = readErrorTable(new Workspace(root));
const page = errorPage(entries);
const current = existsSync(path) ? readFileSync(path, 'utf8') : '';

if (process.argv.includes('--check')) {
  if (current !== page) {
    console.error(`${PAGE} is stale. Run "npm run docs:errors" and commit the page.`);
    process.exitCode = 1;
  } else {
    console.log(`${PAGE} is up to date: ${entries.length} codes.`);
  }
} else if (current === page) {
  console.log(`${PAGE} is unchanged: ${entries.length} codes.`);
} else {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, page);
  console.log(`${PAGE} written: ${entries.length} codes.`);
}
