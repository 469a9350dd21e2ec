import { fileURLToPath } from 'node:url';
import { processTerminal, runCli } from 'metes/cli';
import { expect, test } from 'vitest';

test('the pages, the picture and the saved map of the shop are those of its map: npm run docs:map', async () => {
  const said: string[] = [];
  const args = '--markdown docs/shop-map --svg docs/shop-map/map.svg --save --check'.split(' ');
  const code = await runCli(['map', ...args], {
    ...processTerminal(),
    out: (text) => void said.push(text),
    err: (text) => void said.push(text),
    colours: false,
    folder: fileURLToPath(new URL('..', import.meta.url)),
  });
  const stale = said
    .join('')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('is current: '));
  expect({ code, stale }).toEqual({ code: 0, stale: [] });
});
