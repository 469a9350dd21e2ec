import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processMs } from '../../system/cpu.ts';

/** A Restate server of one run. */
export interface RestateServer {
  /** Where requests go. */
  readonly ingress: string;
  /** Makes the services at an address known to it. */
  register(uri: string): Promise<void>;
  cpuMs(): number | null;
  stop(): Promise<void>;
}

/** Starts the server of the npm package in a temporary folder, on free ports of this machine only. */
export async function startRestate(): Promise<RestateServer> {
  const folder = await mkdtemp(join(tmpdir(), 'metes-bench-restate-'));
  const [node, ingress, admin] = await Promise.all([freePort(), freePort(), freePort()]);
  const child = spawn(program(), ['--no-logo', '--bind-ip', '127.0.0.1', '--bind-port', String(node)], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: {
      ...process.env,
      RESTATE_BASE_DIR: folder,
      RESTATE_LISTEN_MODE: 'tcp',
      // As many as pay on a small machine; the default is 24.
      RESTATE_DEFAULT_NUM_PARTITIONS: '4',
      RESTATE_INGRESS__BIND_PORT: String(ingress),
      RESTATE_ADMIN__BIND_PORT: String(admin),
      RESTATE_LOG_FILTER: 'error',
      RESTATE_DISABLE_TELEMETRY: 'true',
    },
  });
  let failure: string | undefined;
  child.once('error', (error) => (failure = error.message));
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code) => {
      failure ??= `it ended with code ${code}`;
      resolve();
    });
  });
  // A run that is interrupted closes nothing; this is what is left to do then.
  const atExit = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', atExit);
  const stop = async (): Promise<void> => {
    process.off('exit', atExit);
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const url of [`http://127.0.0.1:${admin}/health`, `http://127.0.0.1:${ingress}/restate/health`])
      await ready(url, () => failure);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ingress: `http://127.0.0.1:${ingress}`,
    register: async (uri) => {
      const answer = await fetch(`http://127.0.0.1:${admin}/deployments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ uri }),
      });
      if (!answer.ok) throw new Error(`Restate did not take the services: ${await answer.text()}`);
    },
    cpuMs: () => processMs(child.pid ?? 0),
    stop,
  };
}

/** The program itself: the script of the package would stand between it and the signals. */
function program(): string {
  const { resolve } = createRequire(import.meta.url);
  const name = `@restatedev/restate-server-${process.platform}-${process.arch}`;
  return resolve(`${name}/bin/restate-server`);
}

async function ready(url: string, failure: () => string | undefined): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    const why = failure() ?? (performance.now() > until ? `nothing answers at ${url}` : undefined);
    if (why) throw new Error(`Restate did not start: ${why}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
