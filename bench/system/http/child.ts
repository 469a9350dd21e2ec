import type { ChildProcess } from 'node:child_process';

/** How long a program may take to end when it is asked to, milliseconds. */
const patienceMs = 20_000;

/** How a program ended, such as `exit code 0` or `SIGKILL`; also when it could not be run at all. Never rejects. */
export function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`it could not be run (${error.message})`));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

/**
 * Asks a program to end and waits until it has; one that does not is killed.
 *
 * @throws when it did not end well
 */
export async function stopped(
  name: string,
  child: ChildProcess,
  { ended, ask }: { readonly ended: Promise<string>; readonly ask: () => void },
): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  ask();
  const how = await ended;
  clearTimeout(timer);
  if (how !== 'exit code 0') throw new Error(`${name} ended: ${how}`);
}
