import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** CPU time used since some moment, milliseconds: this process and all of PostgreSQL; null where it cannot be known. */
export type CpuClock = () => number | null;

/** CPU of this process and of a server with all its sessions, living and ended, from /proc (so on Linux only). */
export function cpuClock(postmaster: number): CpuClock {
  return () => {
    const own = process.cpuUsage();
    const server = serverMs(postmaster);
    return server === null ? null : (own.user + own.system) / 1000 + server;
  };
}

/** The parent of a process; undefined when it is gone or /proc is not there. */
export function parentOf(pid: number): number | undefined {
  return statOf(pid)?.parent;
}

/** The children of a process; none where /proc is not there. */
export function childrenOf(pid: number): readonly number[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((each) => Number.isInteger(each) && statOf(each)?.parent === pid);
}

/** CPU of another living process, milliseconds; null where it cannot be known. */
export function processMs(pid: number): number | null {
  return statOf(pid)?.ownMs ?? null;
}

function serverMs(postmaster: number): number | null {
  const own = statOf(postmaster);
  if (!own) return null;
  return childrenOf(postmaster).reduce(
    (ms, pid) => ms + (runningMs(pid) ?? statOf(pid)?.ownMs ?? 0),
    own.ownMs + own.endedMs,
  );
}

interface Stat {
  readonly parent: number;
  readonly ownMs: number;
  /** Of children that have ended and were waited for. */
  readonly endedMs: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may hold blanks.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticksToMs = 10;
    return {
      parent: fields[1]!,
      ownMs: (fields[11]! + fields[12]!) * ticksToMs,
      endedMs: (fields[13]! + fields[14]!) * ticksToMs,
    };
  } catch {
    return undefined;
  }
}

/** Finer than the ticks of `stat`: nanoseconds on the CPU. */
function runningMs(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return undefined;
  }
}
