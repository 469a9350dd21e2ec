import { milliseconds } from '../base/duration.ts';
import { MetesError } from '../base/errors.ts';
import type { Call } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import { CallProgress } from './call-progress.ts';
import { Delivery, type DeliveryHost } from './delivery.ts';
import type { Inlet } from './inlet.ts';
import { carries, factsOf, type Message, received } from './message.ts';
import type { Stretch } from './message-stream.ts';
import type { CursorWrite } from './ports/batch.ts';
import type { StoredCursor, StoredParked } from './ports/context-store.ts';
import { Subscription, type SubscriptionSetting } from './subscription.ts';
import type { Marks, Step } from './work.ts';

/** How many calls of one kind are under way at once. */
const mostCalls = 64;

/** A message with what has to happen when it is no longer under way. */
interface Turn {
  readonly message: Message;
  readonly attempts: number;
  readonly parked: boolean;
  readonly ended: () => void;
}

/**
 * Makes calls to the outside, many at once, those of one key one after the other. No transaction is open meanwhile; the
 * result commits together with the mark that the call is done.
 */
export class CallSubscription extends Subscription {
  readonly #call: Call;
  readonly #port: unknown;
  readonly #progress: CallProgress;
  /** Keys with a call under way, and who comes after it. */
  readonly #turns = new Map<string, Turn[]>();
  readonly #running: AbortController[] = [];

  constructor(name: string, inlet: Inlet, call: Call, port: unknown, setting: SubscriptionSetting) {
    super(name, inlet, setting, {
      page: 200,
      assumes: false,
      most: mostCalls,
      retry: call.retry,
      sources: [call.when],
    });
    this.#call = call;
    this.#port = port;
    this.#progress = new CallProgress(name, this.place);
  }

  override async stop(): Promise<void> {
    this.#abandon();
    await super.stop();
  }

  protected override begin(cursor: StoredCursor): void {
    // Their results are no longer wanted, and the same calls are about to be made again.
    this.#abandon();
    this.#turns.clear();
    this.#progress.begin(cursor);
  }

  protected override async take({ messages, upTo }: Stretch, era: number): Promise<void> {
    for (const message of messages) {
      if (!carries(message, this.#call.when) || !this.#progress.open(message.position)) continue;
      await this.room(1, era);
      if (this.isOld(era)) return;
      this.#queue({ message, attempts: 0, parked: false, ended: () => this.leave(1, era) }, era);
    }
    this.#progress.saw(upTo);
  }

  protected override again(parked: StoredParked, era: number, done: () => void): void {
    const message = parked.message as unknown as Message;
    // A dead letter that was redriven begins to count its tries anew, so the store has set them back to 0.
    this.#queue({ message, attempts: parked.attempts, parked: true, ended: done }, era);
  }

  protected override idleMove(): readonly CursorWrite[] {
    return this.#progress.idleMove();
  }

  protected override moved(marks: Marks): void {
    this.#progress.committed(marks);
  }

  protected override movedBack(): void {
    this.#progress.rolledBack();
  }

  #abandon(): void {
    for (const controller of this.#running) controller.abort();
  }

  #queue(turn: Turn, era: number): void {
    const key = turn.message.subject;
    const others = this.#turns.get(key);
    if (others) others.push(turn);
    else {
      this.#turns.set(key, []);
      void this.#make(turn, era);
    }
  }

  async #make(turn: Turn, era: number): Promise<void> {
    const { message, attempts, parked } = turn;
    const held = !parked && this.parking.holds(message.subject);
    const step = held ? this.#step(() => undefined) : await this.#try(message, attempts);
    if (this.isOld(era)) return turn.ended();
    const ended = (): void => {
      turn.ended();
      // What was queued since a new beginning has nothing to do with this turn.
      if (!this.isOld(era)) this.#next(message.subject, era);
    };
    await this.submit(
      new Delivery(this.#host(era), { message, attempts, parked, held, steps: [step], ended }),
      era,
    );
  }

  #next(key: string, era: number): void {
    const next = this.#turns.get(key)?.shift();
    if (next) void this.#make(next, era);
    else this.#turns.delete(key);
  }

  /** Makes the call once; the step records how it went. */
  async #try(message: Message, attempts: number): Promise<Step> {
    const { failpoints, context } = this.setting;
    const { run, then, failed, when, retry } = this.#call;
    const facts = factsOf(message);
    try {
      const event = received(message, when);
      await failpoints.pass('call.before', context);
      const result = await this.#within((signal) =>
        run(this.#port, event, { attempt: attempts + 1, idempotencyKey: message.id, signal }, facts),
      );
      await failpoints.pass('call.after', context);
      return this.#step(() => then(result, event, facts));
    } catch (error) {
      return this.#step(() => {
        const instead =
          attempts + 1 >= retry.attempts ? failed?.(error, received(message, when), facts) : undefined;
        if (instead) return instead;
        throw error;
      });
    }
  }

  async #within<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#running.push(controller);
    let cancel = (): void => {};
    const late = new Promise<never>((_, reject) => {
      const { call, within } = this.#call;
      cancel = this.setting.timers.after(milliseconds(within), () => {
        controller.abort();
        reject(new MetesError('METES_RUNTIME_CALL_TIMED_OUT', { call, within }));
      });
    });
    try {
      return await Promise.race([run(controller.signal), late]);
    } finally {
      cancel();
      this.#running.splice(this.#running.indexOf(controller), 1);
    }
  }

  #step(command: () => Command | undefined): Step {
    return { name: this.#call.call, command };
  }

  #host(era: number): DeliveryHost {
    return {
      name: this.name,
      context: this.setting.context,
      parking: this.parking,
      failpoints: this.setting.failpoints,
      advance: (message) => this.#progress.end(message),
      advanced: (message, marks) => {
        if (!this.isOld(era)) this.moved(marks);
        this.dealtWith([message]);
      },
      fellBack: () => this.movedBack(),
      isOld: () => this.isOld(era),
      restart: (reason) => this.restart(reason, era),
    };
  }
}
