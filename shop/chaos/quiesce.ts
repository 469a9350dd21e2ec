import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../packages/metes/src/cli/bin.ts', import.meta.url));
const config = fileURLToPath(new URL('../metes.config.ts', import.meta.url));

/** Waits with `metes quiesce` until the shop is quiet; false when it is not within the time. */
export async function quiesce(folder: string, timeoutMs: number): Promise<boolean> {
  const args = [...process.execArgv, bin, 'quiesce', '--config', config, '--timeout', `${Math.ceil(timeoutMs / 1_000)}s`];
  const child = spawn(process.execPath, args, { env: { ...process.env, METES_STATE: folder }, stdio: ['ignore', 'ignore', 'ignore'] });
  return await new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
}
