import { spawn } from 'node:child_process';
import { processMs } from '../cpu.ts';
import { nodeArguments } from '../home.ts';
import { Child } from './child.ts';

/** What the shop is told when it starts. */
export interface ShopTerms {
  /** Superuser URL of an empty database. */
  readonly adminUrl: string;
  /** The folder of its state. */
  readonly state: string;
  readonly providerUrl: string;
  /** The tokens of its customers, by their ids. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What it sells. */
  readonly skus: readonly string[];
}

/** How an order has ended. */
export type End = readonly [orderId: string, end: 'confirmed' | 'rejected'];

/** What the shop says; `quiet` when nothing is under way any more. */
export type FromShop =
  | { readonly url: string }
  | { readonly ends: readonly End[] }
  | { readonly failed: string }
  | 'quiet';

/** What the shop is told: first its terms, since a command line can be read by everybody. */
export type ToShop = ShopTerms | 'quiesce' | 'stop';

/** The shop in a process of its own, as it is in real life: its clients are somewhere else. */
export interface ShopProcess {
  /** Where its HTTP is. */
  readonly url: string;
  /** Waits until nothing is under way. */
  quiesce(): Promise<void>;
  /** CPU that it has used so far, milliseconds; null where it cannot be known. */
  cpuMs(): number | null;
  /** @throws when it does not end well */
  stop(): Promise<void>;
}

/** Who hears of what happens in the shop. */
export interface ShopListener {
  /** An order has ended. */
  readonly onEnd: (end: End) => void;
  /** The shop has ended without being asked to: nothing more will come of it. */
  readonly onGone: (reason: Error) => void;
}

const source = new URL('./served-shop.ts', import.meta.url);

/** Starts the shop; returns when it is open. @throws when it ends before that */
export async function shopProcess(terms: ShopTerms, { onEnd, onGone }: ShopListener): Promise<ShopProcess> {
  // Standard output belongs to the result of the run.
  const program = spawn(process.execPath, nodeArguments(source), { stdio: ['ignore', 2, 2, 'ipc'] });
  const child = new Child('the shop', program, onGone);
  const tell = (what: ToShop): void => void program.send(what, () => undefined);
  let quiet = (): void => undefined;
  try {
    const url = await child.awaits<string>((resolve) => {
      program.on('message', (said: FromShop) => {
        if (said === 'quiet') quiet();
        else if ('url' in said) resolve(said.url);
        else if ('failed' in said) child.fail(`failed: ${said.failed}`);
        else for (const each of said.ends) onEnd(each);
      });
      tell(terms);
    });
    return {
      url,
      quiesce: () =>
        child.awaits<void>((resolve) => {
          quiet = resolve;
          if (program.connected) tell('quiesce');
          else child.fail('is gone');
        }),
      cpuMs: () => processMs(program.pid!),
      stop: () => child.stop(() => program.connected && tell('stop')),
    };
  } catch (error) {
    program.kill('SIGKILL');
    throw error;
  }
}
