import type { Inlet, MessageGrowth } from './inlet.ts';
import { type LogWatch, lookEveryMs } from './log-watch.ts';
import type { Assumption } from './ports/assumption.ts';
import type { Timers } from './ports/timers.ts';

/** The next messages of a stream, and how far it has looked. */
export type Stretch = Omit<MessageGrowth, 'after'>;

/** How many events and stretches may lie in memory before the log is read instead. */
const mostBuffered = 20_000;

/** What a stream works with. */
export interface MessageStreamPorts {
  readonly timers: Timers;
  /** How many messages are read at once. */
  readonly page: number;
  /** Who finds growth that nobody tells of; without it the log is read again and again. */
  readonly watch?: LogWatch | undefined;
  /** True hands on what is only assumed, too. */
  readonly assumes?: boolean;
}

/**
 * The messages of one publisher after a position, in order and without gaps: from memory as long as every growth
 * follows the one before, else from the log. What is only assumed is handed on before it is durable, if that is asked for;
 * when it is refuted, the log is read again from before it.
 */
export class MessageStream {
  readonly #inlet: Inlet;
  readonly #ports: MessageStreamPorts;
  #buffer: MessageGrowth[] = [];
  #buffered = 0;
  /** The position up to which the buffer reaches; undefined while the log has to be read. */
  #reach: number | undefined;
  #position: number;
  #wake: (() => void) | undefined;
  #closed = false;
  #grew = false;
  /** The page after the one that was handed out last, read while that is being dealt with. */
  #ahead: { readonly from: number; readonly page: Promise<Stretch> } | undefined;
  /** What was handed on last and rests on what is not settled. */
  #assumed: MessageGrowth | undefined;
  readonly #unlisten: readonly ((() => void) | undefined)[];

  constructor(inlet: Inlet, position: number, ports: MessageStreamPorts) {
    this.#inlet = inlet;
    this.#ports = ports;
    this.#position = position;
    this.#unlisten = [
      inlet.onGrowth((growth) => this.#take(growth)),
      ports.assumes ? inlet.onAssumed?.((growth) => this.#assume(growth)) : undefined,
    ];
  }

  /** The position after which the next messages come. */
  get position(): number {
    return this.#position;
  }

  /** Waits for the next stretch; undefined when the stream was closed. @throws METES_STORE_UNAVAILABLE */
  async next(): Promise<Stretch | undefined> {
    while (!this.#closed) {
      const first = this.#buffer.shift();
      if (first) {
        this.#buffered -= weightOf(first);
        if (first.upTo <= this.#position) continue;
        if (first.after === this.#position && !first.restsOn?.isRefuted) {
          this.#position = first.upTo;
          if (first.restsOn) this.#follow(first, first.restsOn);
          return first;
        }
        this.#forget();
      }
      // The log does not tell what it will say of what is on its way to it.
      if (this.#reach !== this.#position && !this.#assumed) {
        const stretch = await this.#read();
        if (stretch) return stretch;
      } else await this.#growth();
    }
    return undefined;
  }

  /** Once it is settled the log can be read; when it is refuted, from before it. */
  #follow(growth: MessageGrowth, restsOn: Assumption): void {
    this.#assumed = growth;
    restsOn.onSettled(() => {
      if (this.#assumed === growth) this.#assumed = undefined;
      if (restsOn.isRefuted) {
        this.#position = Math.min(this.#position, growth.after);
        this.#ahead = undefined;
        this.#forget();
      }
      if (this.#reach === undefined) this.#wake?.();
    });
  }

  close(): void {
    this.#closed = true;
    for (const unlisten of this.#unlisten) unlisten?.();
    this.#wake?.();
  }

  async #read(): Promise<Stretch | undefined> {
    const from = this.#position;
    const { page } = this.#ahead?.from === from ? this.#ahead : this.#readFrom(from);
    this.#ahead = undefined;
    const stretch = await page;
    if (this.#closed || this.#position !== from) return undefined;
    if (stretch.upTo > from) {
      this.#position = stretch.upTo;
      // Whatever follows is read next in any case: that this is the end shows only then.
      this.#ahead = this.#readFrom(stretch.upTo);
      return stretch;
    }
    // Nothing after this position. What grew in the meantime either follows it in the buffer, or is read again.
    if (this.#buffer.length === 0 && !this.#grew) this.#reach = from;
    else if (this.#buffer[0] && this.#buffer[0].after <= from) this.#reach = this.#buffer.at(-1)!.upTo;
    return undefined;
  }

  #readFrom(from: number): { readonly from: number; readonly page: Promise<Stretch> } {
    this.#grew = false;
    const page = this.#inlet.read(from, this.#ports.page);
    // Awaited when it is asked for; until then nobody is told that it failed.
    page.catch(() => undefined);
    return { from, page };
  }

  #take(growth: MessageGrowth): void {
    // It is here already, as it was assumed. Had that been wrong, `next` would pass it over and read.
    if (this.#reach !== undefined && growth.upTo <= this.#reach) return;
    this.#grew = true;
    const end = this.#end;
    if (growth.after === (end ?? growth.after) && this.#hasRoomFor(growth)) this.#push(growth);
    else this.#forget();
    this.#wake?.();
  }

  /** Takes what follows what is here; else it is taken when it has grown. */
  #assume(growth: MessageGrowth): void {
    if (this.#reach === undefined || growth.after !== this.#end || !this.#hasRoomFor(growth)) return;
    this.#push(growth);
    this.#wake?.();
  }

  get #end(): number | undefined {
    return this.#buffer.at(-1)?.upTo ?? this.#reach;
  }

  #hasRoomFor(growth: MessageGrowth): boolean {
    return this.#buffered + weightOf(growth) <= mostBuffered;
  }

  #push(growth: MessageGrowth): void {
    this.#buffer.push(growth);
    this.#buffered += weightOf(growth);
    if (this.#reach !== undefined) this.#reach = growth.upTo;
  }

  #forget(): void {
    this.#buffer = [];
    this.#buffered = 0;
    this.#reach = undefined;
  }

  async #growth(): Promise<void> {
    const { watch, timers } = this.#ports;
    let cancel = (): void => {};
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      const look = (): void => {
        // That the log does not reach to here yet is known.
        if (!this.#assumed) this.#reach = undefined;
        resolve();
      };
      cancel = watch ? watch.wait(this.#position, look) : timers.after(lookEveryMs, look);
    });
    cancel();
    this.#wake = undefined;
  }
}

/** A stretch without messages takes room too. */
function weightOf(growth: MessageGrowth): number {
  return growth.messages.length + 1;
}
