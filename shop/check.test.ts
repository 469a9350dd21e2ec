import { readFileSync } from 'node:fs';
import { errorTable } from 'metes';
import { checkSystem, loadSourceTools, rules } from 'metes/check';
import { expect, test } from 'vitest';
import config from './metes.config.ts';

const tools = await loadSourceTools();
const parts = { map: config.map, settings: config.check ?? {}, home: import.meta.dirname, tools };

test('the sources of the shop keep to its map, without an error and without a warning', () => {
  const { findings, figures } = checkSystem(parts);
  expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  expect(figures).toMatchObject({ contexts: config.map.contexts.length, unresolved: 0 });
  expect(figures?.imports).toBeGreaterThan(400);
});

test('the whole shop is checked in under 3 seconds', () => {
  const started = performance.now();
  const { figures } = checkSystem(parts);
  const ms = performance.now() - started;
  console.log(`metes check: ${figures?.files} files of the shop in ${ms.toFixed(0)} ms`);
  expect(ms).toBeLessThan(3_000);
});

test('every rule has its place in the reference, with why it is there and how to mend what it finds', () => {
  const page = readFileSync(new URL('../docs/reference/check.md', import.meta.url), 'utf8');
  const sections = page.split(/^### /m).slice(1);
  const documented = sections.map((each) => each.slice(0, each.indexOf('\n')));
  const own = (codes: readonly string[]) => codes.filter((code) => code.startsWith('METES_CHECK_')).sort();
  expect([...documented].sort()).toEqual(own(Object.keys(errorTable)));
  expect(own(rules.map(({ code }) => code))).toEqual(
    own(documented).filter((code) => !code.endsWith('PACKAGES_MISSING')),
  );
  for (const section of sections) expect(section).toMatch(/\nWhy: .*\nMend: /);
});
