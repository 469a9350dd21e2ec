import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Say } from '../measure.ts';
import { type Install, missingIn, npmInstallWithScripts, peersFolder } from './installing.ts';

/** The oldest Node that all peers run on. */
const least = [22, 12] as const;

/** True when a Node of that version runs all peers. */
export function runsAllPeers(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

const folder = new URL('node/', peersFolder);
const program = new URL(`node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, folder);

/** Under which Node a run goes on: this one, another one, or none, and then what is to be said. */
export type NodeOfRun =
  | { readonly kind: 'this' }
  | { readonly kind: 'other'; readonly program: string }
  | { readonly kind: 'none'; readonly message: string };

/** Decides on one Node for all subjects of a run; one is downloaded only when the command line says so. */
export async function nodeOfRun(
  version: string,
  getNode: boolean,
  say: Say,
  install: Install = npmInstallWithScripts,
  missing: () => readonly string[] = () => missingIn(folder),
): Promise<NodeOfRun> {
  if (runsAllPeers(version)) return { kind: 'this' };
  const wanted = missing();
  const other = { kind: 'other', program: fileURLToPath(program) } as const;
  if (wanted.length === 0) return other;
  if (!getNode) {
    return {
      kind: 'none',
      message: `the peers need Node ${least.join('.')} or newer, and this is ${version}. All subjects of a run use the same Node.
Either run it with a newer one, or let it install a Node of its own below bench/peers/node (about 120 MB) and run everything under that:
  npm run bench -- peers --get-node`,
    };
  }
  say(`installs ${wanted.join(', ')} into bench/peers/node/node_modules`);
  const why = await install(folder);
  return why === undefined ? other : { kind: 'none', message: `no newer Node could be installed: ${why}` };
}

/** Runs the same command under another Node, all of it; its exit code. Signals of the terminal reach both. */
export function runUnder(other: string, script: string, args: readonly string[]): Promise<number> {
  const child = spawn(other, [...process.execArgv, script, ...args], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  // The terminal sends SIGINT to both; this one stays until the other has ended its PostgreSQL.
  const stay = (): void => undefined;
  process.on('SIGINT', stay);
  process.on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', stay);
      process.off('SIGTERM', pass);
      resolve(code ?? 130);
    });
  });
}
