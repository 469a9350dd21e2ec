import { makeTables, readBooks } from '../subjects/limits/w1/tables.ts';
import type { LoopRun, Place, Subject } from '../subject.ts';
import type { Order, Outcome } from '../w1/order.ts';
import { takingOrders } from '../w1/order-taker.ts';

/** What the program of a peer (`bench/peers/<peer>/orders.ts`) can do. */
export interface Peer {
  /** Takes an order; resolves when its final state is durable. */
  place(order: Order): Promise<Outcome>;
  close(): Promise<void>;
  /** CPU of processes of its own so far, milliseconds. */
  cpuMs?(): number | null;
}

/** How long a client waits for the end of an order before it lets the order lie, milliseconds. */
const patience = 20_000;

/** Orders whose end nobody ever told: counted here, and seen again as pending in the books. */
export class Forgotten {
  #count = 0;
  #asked = 0;
  readonly #patienceMs: number;

  constructor(patienceMs = patience) {
    this.#patienceMs = patienceMs;
  }

  /** The end of an order; undefined, and counted, when it takes longer than clients have patience. */
  async orEnd(end: Promise<Outcome>): Promise<Outcome | undefined> {
    this.#asked++;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, this.#patienceMs, undefined);
    });
    try {
      const outcome = await Promise.race([end, late]);
      if (outcome === undefined) this.#count++;
      return outcome;
    } finally {
      clearTimeout(timer);
    }
  }

  /** What is to be said of them; empty when there is none. */
  get findings(): readonly string[] {
    if (this.#count === 0) return [];
    return [
      `${this.#count} of ${this.#asked} orders had not come to an end after ${this.#patienceMs / 1000} s`,
    ];
  }
}

/** A subject out of the program of a peer: the tables of the limits without foreign keys, the same verification. */
export function peerSubject(
  name: string,
  about: string,
  load: () => Promise<{ open(place: Place): Promise<Peer> }>,
  patienceMs?: number,
): Subject<LoopRun> {
  return {
    name,
    about,
    open: async (place) => {
      const program = await load();
      await makeTables(place.url, true);
      const peer = await program.open(place);
      const forgotten = new Forgotten(patienceMs);
      const run = takingOrders({
        place: (order) => forgotten.orEnd(peer.place(order)),
        books: () => readBooks(place.url),
        close: () => peer.close(),
      });
      return {
        ...run,
        verify: async () => [...forgotten.findings, ...(await run.verify())],
        ...(peer.cpuMs ? { cpuMs: () => peer.cpuMs!() } : {}),
      };
    },
  };
}
