import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { checkRegistry } from 'metes';
import { readRegistry } from 'metes/start';
import { consumerExpectations } from 'metes/testing';
import { describe, expect, it } from 'vitest';
import { shop } from './map.ts';

it('keeps every contract that was ever published', async () => {
  const files = await readRegistry({ map: shop }, import.meta.dirname);
  expect(files).toHaveLength(12);
  expect(checkRegistry(shop, files)).toEqual([]);
});

it('says so on the command line', { timeout: 60_000 }, async () => {
  const cli = new URL('../packages/metes/src/cli/bin.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions=@metes/source',
      '--import',
      'tsx',
      cli,
      'contracts',
      'check',
      '--json',
      '--config',
      'metes.config.ts',
    ],
    { cwd: import.meta.dirname },
  );
  expect(JSON.parse(stdout)).toEqual({ contracts: 12, versions: 12, findings: [] });
});

describe.each(['cart', 'ordering', 'inventory', 'payments'])('what others expect of %s', (owner) => {
  const expectations = consumerExpectations(shop, owner);
  it('is stated by everybody who reads it', () => {
    expect(new Set(expectations.map((each) => each.consumer)).size).toBe(owner === 'ordering' ? 2 : 1);
  });
  it.each(expectations)('$name', ({ check }) => {
    expect(check).not.toThrow();
  });
});
