import { open, rename, stat, truncate, writeFile } from 'node:fs/promises';

const rotateAt = 1_000_000;
const truncateAt = 8_000_000;

/** The size of the log in bytes; 0 when there is none. */
export async function logSize(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/** Before a start: a long log makes room for a new one; one older log is kept. */
export async function rotateLog(file: string): Promise<void> {
  if ((await logSize(file)) > rotateAt) await rename(file, `${file}.1`);
}

/** The last lines that were written after `from`, at most `lines` of them. */
export async function logTail(file: string, from = 0, lines = 20): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '(the log is empty)';
  try {
    const { size } = await handle.stat();
    const start = Math.max(from, size - 16_000);
    if (start >= size) return '(the log is empty)';
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    return lastLines(buffer.subarray(0, bytesRead).toString(), lines);
  } finally {
    await handle.close();
  }
}

/** The last `lines` lines of a text. */
export function lastLines(text: string, lines = 20): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Keeps the log of a running server bounded; returns how to end that. The server appends to an open file, so the log is
 * cut, not moved. A server without a program has no one to write errors about, so no process of its own is spent on this.
 */
export function keepLogBounded(file: string): () => void {
  const timer = setInterval(() => void cutLog(file).catch(() => undefined), 60_000);
  timer.unref();
  return () => clearInterval(timer);
}

/** Cuts the log when it is over its limit; its last part moves to the older log. */
export async function cutLog(file: string, limit = truncateAt): Promise<void> {
  if ((await logSize(file)) <= limit) return;
  await writeFile(`${file}.1`, await logTail(file, 0, 1_000), { mode: 0o600 });
  await truncate(file, 0);
}
