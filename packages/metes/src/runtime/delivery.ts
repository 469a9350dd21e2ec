import type { Message } from './message.ts';
import { originOf } from './message.ts';
import type { Parking } from './parking.ts';
import type { Assumption } from './ports/assumption.ts';
import type { ParkedWrite } from './ports/batch.ts';
import type { Failpoints } from './ports/failpoints.ts';
import { passing } from './passing.ts';
import type { Conflicts, Marks, Origin, Step, StepOutcome, Work } from './work.ts';

/** What a delivery needs of its subscription. */
export interface DeliveryHost {
  readonly name: string;
  readonly context: string;
  readonly parking: Parking;
  readonly failpoints: Failpoints;
  /** Marks that say that the message is dealt with for the first time: the move of the place. */
  advance(message: Message): Marks;
  /** These marks of `advance` are durable. */
  advanced(message: Message, marks: Marks): void;
  /** The marks of `advance` that are not durable by now did not commit. */
  fellBack(): void;
  isOld(): boolean;
  /** Begins again from the stored place, unless that has happened already. */
  restart(reason: unknown): void;
}

/** How a message comes: for the first time, or again after it was parked. */
export interface Coming {
  readonly message: Message;
  readonly restsOn?: Assumption | undefined;
  /** Tries before this one. */
  readonly attempts: number;
  /** True when it is parked in the store. */
  readonly parked: boolean;
  readonly steps: readonly Step[];
  /** True when its steps were never prepared because an earlier one of its key was set aside: it has to wait, even if that has ended since. */
  readonly held?: boolean;
  /** It is no longer under way, however it went. */
  readonly ended: () => void;
}

/** One message on its way through the executor: its steps take effect together with the mark that it is dealt with. */
export class Delivery implements Work {
  readonly origin: Origin;
  readonly steps: readonly Step[];
  readonly restsOn: Assumption | undefined;
  readonly #host: DeliveryHost;
  readonly #coming: Coming;
  /** Decided anew in each round: it has to wait behind an earlier message of its key. */
  #held = false;
  /** Why the store refuses what the steps lead to. */
  #refused: { readonly error: unknown } | undefined;
  #entry: ParkedWrite | undefined;
  #place: Marks = {};

  constructor(host: DeliveryHost, coming: Coming) {
    this.#host = host;
    this.#coming = coming;
    this.origin = originOf(coming.message);
    this.steps = coming.steps;
    this.restsOn = coming.restsOn;
  }

  /** None when an earlier message of the key was parked since this one was taken in, even in the same round. */
  choose(): readonly Step[] {
    const { parked, held, message } = this.#coming;
    this.#held = held === true || (!parked && this.#host.parking.holds(message.subject));
    return this.#held || this.#refused ? [] : this.steps;
  }

  marks(outcomes: readonly StepOutcome[]): Marks {
    const { message, attempts, parked } = this.#coming;
    const { steps } = this;
    const { parking } = this.#host;
    const failures = this.#refused
      ? steps.map((step) => ({ step, error: this.#refused!.error }))
      : outcomes.flatMap((outcome) => ('error' in outcome ? [outcome] : []));
    this.#entry = undefined;
    if (this.#held)
      this.#entry = parking.entry(
        message,
        steps.map((step) => step.name),
      );
    else if (failures[0]) {
      const names = failures.map((failure) => failure.step.name);
      this.#entry = parking.entry(message, names, { error: failures[0].error, attempts: attempts + 1 });
    }
    // That a parked message is taken out is checked even when it goes back: somebody else may have handled it meanwhile.
    this.#place = parked
      ? { unparked: [{ subscription: this.#host.name, position: message.position }] }
      : this.#host.advance(message);
    if (!this.#entry) return this.#place;
    if (!parked) parking.assume(message.subject);
    passing(this.#host, 'park.before');
    return { ...this.#place, parked: [this.#entry] };
  }

  dropped(): boolean {
    if (!this.#host.isOld() && !this.restsOn?.isRefuted) return false;
    this.#coming.ended();
    return true;
  }

  beyondRetry(conflicts: Conflicts): boolean {
    return (conflicts.cursors ?? []).includes(this.#host.name);
  }

  setAside(error: unknown): boolean {
    if (this.#refused) return false;
    this.#refused = { error };
    return true;
  }

  rolledBack(): void {
    this.#host.fellBack();
    this.#host.parking.forgetAssumed();
  }

  committed(): void {
    const { message, parked, ended } = this.#coming;
    const { parking } = this.#host;
    if (!parked) this.#host.advanced(message, this.#place);
    if (this.#entry) {
      parking.parked(this.#entry);
      passing(this.#host, 'park.after');
    } else if (parked) parking.unparked(message.subject, message.position);
    ended();
    passing(this.#host, 'delivery.after');
  }

  failed(error: unknown): void {
    this.#coming.ended();
    this.#host.restart(error);
  }
}
