import { spawn } from 'node:child_process';
import { processMs } from '../cpu.ts';
import { nodeArguments } from '../home.ts';
import { Child } from './child.ts';

/** The simulated payment provider, in a process of its own as it is in real life. */
export interface ProviderProcess {
  readonly url: string;
  /** Says where its notifications go. */
  notify(url: string, secret: string): Promise<void>;
  /** CPU that it has used so far, milliseconds; null where it cannot be known. */
  cpuMs(): number | null;
  /** @throws when it does not end well */
  stop(): Promise<void>;
}

const source = new URL('../../../shop/provider/main.ts', import.meta.url);

/**
 * Starts the provider with its ledger in a folder.
 *
 * @param onGone told when it has ended without being asked to
 * @throws when it ends before it is ready
 */
export async function providerProcess(
  folder: string,
  onGone: (reason: Error) => void,
): Promise<ProviderProcess> {
  const program = spawn(process.execPath, nodeArguments(source), {
    env: { ...process.env, METES_PROVIDER_DATA: folder, METES_PROVIDER_FOLLOW_PARENT: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const child = new Child('the payment provider', program, onGone);
  const url = await child.awaits<string>((resolve) => {
    let said = '';
    program.stdout.on('data', (chunk: Buffer) => {
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
    cpuMs: () => processMs(program.pid!),
    stop: () => child.stop(() => program.stdin.end()),
  };
}
