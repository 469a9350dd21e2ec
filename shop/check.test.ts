import { checkSystem, loadSourceTools } from 'metes/check';
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
