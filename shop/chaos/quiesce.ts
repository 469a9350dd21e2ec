import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../packages/metes/src/cli/bin.ts', import.meta.url));
const config = fileURLToPath(new URL('../metes.config.ts', import.meta.url));

/** Waits with `metes quiesce` until the shop is quiet; tells what is left when it is not within the time. */
export async function quiesce(folder: string, timeoutMs: number): Promise<string | undefined> {
  const seconds = Math.ceil(timeoutMs / 1_000);
  const args = [...process.execArgv, bin, 'quiesce', '--config', config, '--timeout', `${seconds}s`];
  const env = { ...process.env, METES_STATE: folder, METES_FAILPOINTS: '' };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => (told = (told + chunk.toString()).slice(-4_000)));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve(code === 0 ? undefined : told || `exit code ${code}`));
  });
}
