import { readFile } from 'node:fs/promises';
import { runProgram } from './run-program.ts';

/**
 * A mark that tells two processes apart even when the system gives the same pid twice (its start time);
 * `undefined` when no such process is alive. A zombie counts as ended: nobody may ever collect it in a container.
 */
export async function processStamp(pid: number): Promise<string | undefined> {
  if (!isAlive(pid)) return undefined;
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // The name in parentheses may hold blanks and parentheses itself, so fields count from the last one.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields) return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `t${fields[19]}`;
    return isAlive(pid) ? 'hidden' : undefined;
  }
  if (process.platform === 'win32') return 'alive';
  const { output } = await runProgram('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { cwd: '/' });
  const [, state, started] = /^\s*(\S+)\s+(.*\S)/.exec(output) ?? [];
  return state === undefined || state.startsWith('Z') ? undefined : (started ?? 'alive');
}

/** The arguments of a process, program first; `undefined` when the system does not show them. */
export async function processArguments(pid: number): Promise<readonly string[] | undefined> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text === '' ? undefined : text.split('\0');
  }
  if (process.platform === 'win32') return undefined;
  const { output } = await runProgram('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { cwd: '/' });
  // ps joins the arguments by blanks; a data folder with blanks is put together again here.
  const [program, folder] = output.trim().split(' -D ', 2);
  if (!program) return undefined;
  return folder === undefined ? [program] : [program, '-D', folder.replace(/ -c .*$/s, '')];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
