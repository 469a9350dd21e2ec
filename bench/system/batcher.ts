/** How a batcher gathers. */
export interface BatcherOptions<Item> {
  /** How many batches may be on their way at once. */
  readonly inFlight: number;
  /** The most items of one batch. */
  readonly most: number;
  /** What kind an item is of; all of one kind when nothing is said. */
  readonly kindOf?: (item: Item) => unknown;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Group commit by hand: items gather while batches are on their way, without a timer, and what waits is shared out over
 * the free ways. A batch holds items of one kind, that of the item that has waited longest. A batch that fails is tried
 * again item by item, so that one bad item harms no other.
 */
export class Batcher<Item> {
  readonly #carry: (items: readonly Item[], way: number) => Promise<void>;
  readonly #free: number[];
  readonly #most: number;
  readonly #kindOf: (item: Item) => unknown;
  #queue: Waiting<Item>[] = [];
  #scheduled = false;

  /** `carry` makes a batch durable, whole or not at all; `way` is 0 to `inFlight - 1`, one batch at a time on each. */
  constructor(carry: (items: readonly Item[], way: number) => Promise<void>, options: BatcherOptions<Item>) {
    this.#carry = carry;
    this.#kindOf = options.kindOf ?? (() => undefined);
    this.#free = Array.from({ length: options.inFlight }, (_, way) => way);
    this.#most = options.most;
  }

  /** Resolves when the item is durable. */
  submit(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#leave();
      });
    });
  }

  #leave(): void {
    while (this.#queue.length > 0 && this.#free.length > 0) {
      const kind = this.#kindOf(this.#queue[0]!.item);
      const same = this.#queue.filter((each) => this.#kindOf(each.item) === kind);
      const share =
        same.length === this.#queue.length ? Math.ceil(same.length / this.#free.length) : same.length;
      const batch = new Set(same.slice(0, Math.min(this.#most, share)));
      this.#queue = this.#queue.filter((each) => !batch.has(each));
      const way = this.#free.shift()!;
      void this.#go([...batch], way).then(() => {
        this.#free.push(way);
        this.#leave();
      });
    }
  }

  async #go(batch: readonly Waiting<Item>[], way: number): Promise<void> {
    try {
      await this.#carry(
        batch.map((each) => each.item),
        way,
      );
      for (const each of batch) each.resolve();
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      else for (const each of batch) await this.#go([each], way);
    }
  }
}
