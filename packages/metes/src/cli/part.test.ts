import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startPart } from './part.ts';

function part(program: string, folder = tmpdir()) {
  const heard: string[] = [];
  const hear = (text: string): void => void heard.push(text);
  return {
    heard,
    ...startPart('back', { args: ['-e', program], folder, env: {}, again: '', tell: hear, pass: hear }),
  };
}

test('a process that cannot be made has failed and ended, and nobody waits for it for ever', async () => {
  const { ready, ended } = part('', join(tmpdir(), 'no-such-folder-anywhere'));
  await expect(ready).rejects.toMatchObject({
    code: 'METES_CLI_PROCESS_FAILED',
    values: { role: 'back', reason: expect.stringContaining('ENOENT') },
  });
  await ended;
});

test('a process that ends before it is ready is named, after what it said', async () => {
  const error = { code: 'METES_X', message: 'It went wrong.', hint: 'Mend it.' };
  const { ready, ended, heard } = part(`console.log('hello'); console.log('${JSON.stringify({ error })}')`);
  await expect(ready).rejects.toMatchObject({ code: 'METES_CLI_PROCESS_ENDED', values: { role: 'back' } });
  await ended;
  expect(heard).toEqual(['hello\n', 'METES_X: It went wrong. Mend it.']);
});

test('a process that is ready tells where it is', async () => {
  const { ready, heard } = part(
    `console.log('{"event":"progress","text":"making"}'); console.log('{"event":"ready","urls":{"a":"b"}}')`,
  );
  expect(await ready).toMatchObject({ urls: { a: 'b' } });
  expect(heard).toEqual(['making']);
});
