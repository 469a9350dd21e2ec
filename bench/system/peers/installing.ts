import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { home } from '../home.ts';
import type { Say } from '../measure.ts';

/** Where the programs of the peers are, each with its pinned `package.json`. */
export const peersFolder = new URL('peers/', home);

/** Installs what a folder asks for; what went wrong, or undefined. */
export type Install = (folder: URL) => Promise<string | undefined>;

/** The packages of a folder that are not there in the version that it pins, as `name@version`. */
export function missingIn(folder: URL): readonly string[] {
  const { dependencies = {} } = manifest(new URL('package.json', folder)) ?? {};
  return Object.entries(dependencies)
    .filter(
      ([name, version]) =>
        manifest(new URL(`node_modules/${name}/package.json`, folder))?.version !== version,
    )
    .map(([name, version]) => `${name}@${version}`);
}

/** A peer that does not take part, and why. */
export interface Skipped {
  readonly peer: string;
  readonly why: string;
}

/** Sees to it that each peer is there; those that cannot be had are told and left out. */
export async function installPeers(
  names: readonly string[],
  say: Say,
  install: Install = npmInstall,
  base: URL = peersFolder,
): Promise<{ readonly ready: readonly string[]; readonly skipped: readonly Skipped[] }> {
  const ready: string[] = [];
  const skipped: Skipped[] = [];
  for (const peer of names) {
    const folder = new URL(`${peer}/`, base);
    const missing = missingIn(folder);
    if (missing.length > 0)
      say(`${peer}: installs ${missing.join(', ')} into bench/peers/${peer}/node_modules`);
    const why = missing.length > 0 ? await install(folder) : undefined;
    if (why === undefined) ready.push(peer);
    else skipped.push({ peer, why });
  }
  return { ready, skipped };
}

/** What is said of peers that do not take part; undefined when all do. */
export function skippedWarning(skipped: readonly Skipped[], asked: number): string | undefined {
  if (skipped.length === 0) return undefined;
  const lines = skipped.map(({ peer, why }) => `  ${peer}: ${why}`);
  return `${skipped.length} of ${asked} peers do not take part, because they could not be installed:\n${lines.join('\n')}`;
}

/** npm, in the folder alone: the workspace and its lock file see nothing of it. */
export const npmInstall: Install = (folder) => npm(folder, ['--ignore-scripts']);

/** The same with install scripts, for a package that brings its program that way. */
export const npmInstallWithScripts: Install = (folder) => npm(folder, []);

function npm(folder: URL, more: readonly string[]): Promise<string | undefined> {
  const args = ['install', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error', ...more];
  const child = spawn('npm', args, {
    cwd: fileURLToPath(folder),
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`npm could not be run (${error.message})`));
    child.once('close', (code) => {
      if (code === 0) {
        const missing = missingIn(folder);
        resolve(missing.length > 0 ? `npm did not install ${missing.join(', ')}` : undefined);
      } else resolve(`npm said: ${reasonIn(told)}`);
    });
  });
}

/** The lines of npm that say what was wrong, in one. */
export function reasonIn(told: string): string {
  const lines = told
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter(
      (line) => line !== '' && !line.startsWith('A complete log') && !/^code |^errno |^syscall /.test(line),
    );
  return lines.slice(0, 2).join(' ') || 'nothing';
}

function manifest(file: URL): { version?: string; dependencies?: Record<string, string> } | undefined {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as {
    version?: string;
    dependencies?: Record<string, string>;
  };
}
