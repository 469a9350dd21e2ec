import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** True when nobody listens on this port of 127.0.0.1. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * A free port for a folder: the one it had last, else one that follows from its path, so that it tends to stay the same.
 * The range lies below the one from which systems give ports to outgoing connections.
 */
export async function choosePort(
  folder: string,
  portFile: string,
  refused: ReadonlySet<number>,
): Promise<number> {
  const remembered = Number(await readFile(portFile, 'utf8').catch(() => ''));
  const first = 15_432 + (createHash('sha256').update(folder).digest().readUInt32BE() % 10_000);
  const candidates = [remembered, ...Array.from({ length: 20 }, (_, step) => first + step)];
  for (const port of candidates) {
    if (port > 0 && port < 65_536 && !refused.has(port) && (await isPortFree(port))) return port;
  }
  return anyFreePort();
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
