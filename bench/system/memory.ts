import { readFileSync } from 'node:fs';

/**
 * Memory of a process: all of it that is in RAM (VmRSS), or what is its own and not shared with others (RssAnon), in
 * MB of 2^20 bytes; null where it cannot be known (other systems than Linux, processes that are gone).
 */
export function memoryMb(pid: number, field: 'VmRSS' | 'RssAnon'): number | null {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    );
    return found ? Number(found[1]) / 1024 : null;
  } catch {
    return null;
  }
}
