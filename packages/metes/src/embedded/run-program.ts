import { spawn } from 'node:child_process';
import type { Account } from './surroundings.ts';

/** How a program ended: its exit code (`null` when a signal ended it) and the end of what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

// A server has no use for the secrets in the environment of the program that starts it, and PG* would change its defaults.
const passedOn = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir', 'LD_LIBRARY_PATH', 'TZDIR'];

/** The environment of every PostgreSQL program: a short allow-list, and messages in English because they are read here. */
export function programEnvironment(): Record<string, string> {
  const kept = passedOn.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

/** The spawn options that make a child run as `account`. */
export function asAccount(account: Account | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/**
 * Runs a program to its end. Rejects only when it cannot be started at all (missing, not executable).
 *
 * @example
 * const { code, output } = await runProgram('/usr/bin/initdb', ['--version'], { cwd: '/' });
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly account?: Account | undefined },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...asAccount(options.account),
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-64_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
