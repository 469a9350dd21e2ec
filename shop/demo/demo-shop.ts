import { removeState } from 'metes/start';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A shop that runs, for a demonstration. */
export interface DemoShop extends AsyncDisposable {
  readonly folder: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly customers: readonly string[];
  readonly staff: string;
  readonly auditor: string;
  readonly provider: string;
}

const bin = fileURLToPath(new URL('../../packages/metes/src/cli/bin.ts', import.meta.url));
const config = fileURLToPath(new URL('../metes.config.ts', import.meta.url));

/** The shop that runs from the state folder; when none does, one of its own that is gone afterwards. */
export async function demoShop(tell: (text: string) => void): Promise<DemoShop> {
  const folder = resolve(process.env['METES_STATE'] || '.metes');
  const running = await shopIn(folder, async () => undefined).catch(() => undefined);
  if (running && (await answers(running.urls))) {
    tell(`using the shop that runs at ${running.urls['cart']}`);
    return running;
  }
  tell('no shop is running: starting one of its own, which is deleted afterwards');
  return temporaryShop(tell);
}

async function temporaryShop(tell: (text: string) => void): Promise<DemoShop> {
  const parent = await mkdtemp(join(tmpdir(), 'metes-demo-'));
  const folder = join(parent, 'state');
  const args = [...process.execArgv, bin, 'start', '--config', config, '--port', '0', '--json'];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, METES_STATE: folder, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    // The data may be elsewhere, when the account of the database cannot enter this folder.
    await removeState(folder);
    await rm(parent, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await new Promise<void>((ready, failed) => {
      void ended.then(() =>
        failed(new Error('The shop ended while it was starting; what it said stands above.')),
      );
      let rest = '';
      child.stdout.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop()!;
        for (const line of lines) {
          const { event, text, error } = JSON.parse(line) as {
            event?: string;
            text?: string;
            error?: { code: string; message: string };
          };
          if (event === 'ready') ready();
          if (event === 'progress') tell(`  ${text}`);
          if (error) tell(`  ${error.code}: ${error.message}`);
        }
      });
    });
    return await shopIn(folder, end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function shopIn(folder: string, end: () => Promise<void>): Promise<DemoShop> {
  const read = async <T>(file: string): Promise<T> =>
    JSON.parse(await readFile(join(folder, file), 'utf8')) as T;
  const { contexts, companions } = await read<{
    contexts: Record<string, string>;
    companions: Record<string, string>;
  }>('urls.json');
  const { tokens } = await read<{ tokens: { token: string; principal: { roles: string[] } }[] }>(
    'tokens.json',
  );
  const { auditor } = await read<{ auditor: string }>('databases.json');
  const having = (role: string): string[] =>
    tokens.filter(({ principal }) => principal.roles.includes(role)).map(({ token }) => token);
  return {
    folder,
    urls: contexts,
    customers: having('customer'),
    staff: having('staff')[0]!,
    auditor,
    provider: companions['payment-provider']!,
    [Symbol.asyncDispose]: end,
  };
}

async function answers(urls: Readonly<Record<string, string>>): Promise<boolean> {
  const ready = await Promise.all(
    [...new Set(Object.values(urls))].map((url) =>
      fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
        (answer) => answer.ok,
        () => false,
      ),
    ),
  );
  return ready.length > 0 && ready.every(Boolean);
}
