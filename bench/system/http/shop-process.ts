import { spawn } from 'node:child_process';
import { processMs } from '../cpu.ts';
import { nodeArguments } from '../home.ts';

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
export type FromShop = { readonly url: string } | { readonly ends: readonly End[] } | 'quiet';

/** What the shop is told. */
export type ToShop = 'quiesce' | 'stop';

/** The shop in a process of its own, as it is in real life: its clients are somewhere else. */
export interface ShopProcess {
  /** Where its HTTP is. */
  readonly url: string;
  /** Waits until nothing is under way. */
  quiesce(): Promise<void>;
  /** CPU that it has used so far, milliseconds; null where it cannot be known. */
  cpuMs(): number | null;
  stop(): Promise<void>;
}

const program = new URL('./served-shop.ts', import.meta.url);

/** Who hears of what happens in the shop. */
export interface ShopListener {
  /** An order has ended. */
  readonly onEnd: (end: End) => void;
  /** The shop has ended without being asked to: nothing more will come of it. */
  readonly onGone: (reason: Error) => void;
}

/** Starts the shop; returns when it is open. */
export async function shopProcess(terms: ShopTerms, { onEnd, onGone }: ShopListener): Promise<ShopProcess> {
  const child = spawn(process.execPath, [...nodeArguments(program), JSON.stringify(terms)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let isStopping = false;
  let quiet = (): void => undefined;
  let failed = onGone;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      if (!isStopping) failed(new Error('the shop ended without being asked to'));
      resolve();
    });
  });
  const url = await new Promise<string>((resolve, reject) => {
    failed = reject;
    child.on('message', (said: FromShop) => {
      if (said === 'quiet') quiet();
      else if ('url' in said) resolve(said.url);
      else for (const each of said.ends) onEnd(each);
    });
  });
  failed = onGone;
  return {
    url,
    quiesce: () =>
      new Promise((resolve, reject) => {
        [quiet, failed] = [resolve, reject];
        child.send('quiesce' satisfies ToShop, (error) => error && reject(error));
      }),
    cpuMs: () => processMs(child.pid!),
    stop: async () => {
      isStopping = true;
      if (child.connected) child.send('stop' satisfies ToShop, () => undefined);
      await ended;
    },
  };
}
