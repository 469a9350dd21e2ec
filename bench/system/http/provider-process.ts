import { spawn } from 'node:child_process';
import { processMs } from '../cpu.ts';
import { nodeArguments } from '../home.ts';
import { endOf, stopped } from './child.ts';

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

const program = new URL('../../../shop/provider/main.ts', import.meta.url);

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
  const child = spawn(process.execPath, nodeArguments(program), {
    env: { ...process.env, METES_PROVIDER_DATA: folder, METES_PROVIDER_FOLLOW_PARENT: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let isStopping = false;
  let failed = onGone;
  const ended = endOf(child);
  void ended.then((how) => {
    if (!isStopping) failed(new Error(`the payment provider ended without being asked to: ${how}`));
  });
  const url = await new Promise<string>((resolve, reject) => {
    failed = reject;
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('\n')) resolve((JSON.parse(said.split('\n')[0]!) as { url: string }).url);
    });
  });
  failed = onGone;
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
    stop: () => {
      isStopping = true;
      return stopped('the payment provider', child, { ended, ask: () => child.stdin.end() });
    },
  };
}
