import { spawn } from 'node:child_process';
import { processMs } from '../cpu.ts';
import { nodeArguments } from '../home.ts';

/** The simulated payment provider, in a process of its own as it is in real life. */
export interface ProviderProcess {
  readonly url: string;
  /** Says where its notifications go. */
  notify(url: string, secret: string): Promise<void>;
  /** CPU that it has used so far, milliseconds; null where it cannot be known. */
  cpuMs(): number | null;
  stop(): Promise<void>;
}

const program = new URL('../../../shop/provider/main.ts', import.meta.url);

/** Starts the provider with its ledger in a folder. */
export async function providerProcess(folder: string): Promise<ProviderProcess> {
  const child = spawn(process.execPath, nodeArguments(program), {
    env: { ...process.env, METES_PROVIDER_DATA: folder, METES_PROVIDER_FOLLOW_PARENT: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    void ended.then(() => reject(new Error('the payment provider ended while it was starting')));
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('\n')) resolve((JSON.parse(said.split('\n')[0]!) as { url: string }).url);
    });
  });
  return {
    url,
    notify: async (to, secret) => {
      const answer = await fetch(`${url}/webhooks`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: to, secrets: [secret] }),
      });
      if (!answer.ok) throw new Error(`the payment provider refuses ${to}: ${await answer.text()}`);
    },
    cpuMs: () => processMs(child.pid!),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
