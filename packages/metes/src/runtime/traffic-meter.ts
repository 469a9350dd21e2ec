import type { Contract } from '../contract/contract.ts';
import { formFor, type Message } from './message.ts';
import type { Boundary, RefusalCount, TrafficCount } from './ports/boundary.ts';
import type { Journal } from './ports/journal.ts';
import type { Timers } from './ports/timers.ts';

/** What was counted is written after this time at the latest, milliseconds: a few rows, however many messages. */
const writeEveryMs = 5_000;

/** What the meter works with. */
export interface TrafficMeterPorts {
  readonly boundary: Boundary;
  readonly timers: Timers;
  readonly journal: Journal;
}

/** A count that goes on. */
type Counting<Count> = { -readonly [Field in keyof Count]: Count[Field] };

/**
 * Counts what passes over the edges of a context and what is refused there. It counts in memory and writes now and then,
 * so what a process counted in its last seconds is lost when it is killed: the figures are lower bounds.
 */
export class TrafficMeter {
  readonly #ports: TrafficMeterPorts;
  readonly #traffic = new Map<string, Counting<TrafficCount>>();
  /** What was counted last: neighbours are mostly of one kind. */
  #latest: Counting<TrafficCount> | undefined;
  readonly #refusals = new Map<string, Counting<RefusalCount>>();
  /** Up to which position of a publisher each kind of refusal was counted: several subscriptions see the same message. */
  readonly #refusedUpTo = new Map<string, number>();
  #cancel: (() => void) | undefined;

  constructor(ports: TrafficMeterPorts) {
    this.#ports = ports;
  }

  /** A subscription has dealt with a message for good, one that some of its sources may read. */
  passed(subscription: string, sources: readonly Contract[], message: Message): void {
    let counted: Set<string> | undefined;
    for (const source of sources) {
      const form = formFor(source, message.published);
      if (!form) continue;
      const { version } = form;
      if (!source.canRead(version)) {
        const reason = `v${version} came, and v${source.reads} is the highest that can be read here`;
        this.refused('METES_CONTRACT_VERSION_UNKNOWN', source.context, message.position, {
          contract: source.contract,
          reason,
        });
      }
      const { contract } = source;
      const latest = this.#latest;
      if (
        sources.length === 1 &&
        latest?.subscription === subscription &&
        latest.contract === contract &&
        latest.version === version
      ) {
        latest.messages++;
        continue;
      }
      // Two sources that read the same form of it are one message.
      const key = `${subscription} ${contract} ${version}`;
      if (sources.length > 1) {
        if (counted?.has(key)) continue;
        (counted ??= new Set()).add(key);
      }
      const found = this.#traffic.get(key) ?? { subscription, contract, version, messages: 0 };
      found.messages++;
      this.#traffic.set(key, found);
      this.#latest = found;
    }
    this.#later();
  }

  /** A message of a publisher was refused. */
  refused(
    code: string,
    publisher: string,
    position: number,
    { contract, reason }: { readonly contract: string; readonly reason: string },
  ): void {
    const key = `${code} ${publisher} ${contract}`;
    if (position <= (this.#refusedUpTo.get(key) ?? 0)) return;
    this.#refusedUpTo.set(key, position);
    const found = this.#refusals.get(key);
    if (found) {
      found.count++;
      found.reason = reason;
    } else {
      this.#refusals.set(key, { code, publisher, contract, reason, count: 1 });
      this.#ports.journal.warn('a message was refused', { code, publisher, contract, position, reason });
    }
    this.#later();
  }

  /** Writes what was counted since the last time; never throws. */
  async write(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const traffic = [...this.#traffic.values()];
    const refusals = [...this.#refusals.values()];
    if (traffic.length + refusals.length === 0) return;
    this.#traffic.clear();
    this.#latest = undefined;
    this.#refusals.clear();
    try {
      await this.#ports.boundary.count(traffic, refusals);
    } catch (error) {
      // Whether it took effect is unknown. Counted twice would be a lie, counted too low is what it says of itself.
      this.#ports.journal.warn('what passed over the boundary could not be counted', {
        error: String(error),
      });
    }
  }

  #later(): void {
    this.#cancel ??= this.#ports.timers.after(writeEveryMs, () => {
      this.#cancel = undefined;
      void this.write();
    });
  }
}
