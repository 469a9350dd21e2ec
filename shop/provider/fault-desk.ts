import { z } from 'zod';
import {
  type Fault,
  type FaultInput,
  type FaultKind,
  type FaultOf,
  faultSchema,
  type RouteName,
} from './fault.ts';
import { badParameter } from './provider-refusal.ts';
import { seededRandom } from './seeded-random.ts';

/** What is known of the occasion on which a fault may fire. */
export interface Occasion {
  readonly route?: RouteName;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly paymentMethod?: string;
  readonly event?: string;
}

/** A fault on order, with what has become of it. */
export interface FaultReport {
  readonly id: string;
  readonly fault: Fault;
  /** Occasions that matched while it was not spent. */
  readonly seen: number;
  /** How often it really took effect. */
  readonly fired: number;
  /** Fires left of `next`; absent when unlimited. */
  readonly left?: number;
}

interface Ordered {
  readonly id: string;
  readonly fault: Fault;
  readonly draw: () => number;
  seen: number;
  fired: number;
}

/** Keeps the faults on order and decides, repeatably, on which occasions they fire. */
export class FaultDesk {
  readonly #seed: number;
  readonly #byKind = new Map<FaultKind, Ordered[]>();
  /** Fired counts outlive their orders, so a campaign can be judged after it was cleared. */
  readonly #fired = new Map<FaultKind, number>();
  #count = 0;

  constructor(seed = 1) {
    this.#seed = seed;
  }

  /** Orders one fault or several; 400 when one of them is not a fault, and then none is ordered. */
  order(input: unknown): FaultReport[] {
    const read = z.array(faultSchema).safeParse(Array.isArray(input) ? input : [input]);
    if (!read.success) throw badParameter('fault', z.prettifyError(read.error));
    return read.data.map((fault) => {
      this.#count += 1;
      const seed = fault.seed ?? this.#seed + this.#count;
      const ordered: Ordered = {
        id: `fault_${this.#count}`,
        fault,
        draw: seededRandom(seed),
        seen: 0,
        fired: 0,
      };
      const others = this.#byKind.get(fault.kind);
      if (others === undefined) this.#byKind.set(fault.kind, [ordered]);
      else others.push(ordered);
      return report(ordered);
    });
  }

  /**
   * The first fault of this kind that fires now. Ask only at the point where it takes effect, because asking counts;
   * `applies` tells whether it could take effect at all.
   */
  take<Kind extends FaultKind>(
    kind: Kind,
    occasion: Occasion,
    applies: (fault: FaultOf<Kind>) => boolean = () => true,
  ): FaultOf<Kind> | undefined {
    const ordered = this.#byKind.get(kind);
    if (ordered === undefined) return undefined;
    for (const one of ordered) {
      const fault = one.fault as FaultOf<Kind>;
      if (isSpent(one) || !matches(fault, occasion) || !applies(fault)) continue;
      one.seen += 1;
      if (fault.ratio !== undefined && one.draw() >= fault.ratio) continue;
      one.fired += 1;
      this.#fired.set(kind, (this.#fired.get(kind) ?? 0) + 1);
      return fault;
    }
    return undefined;
  }

  /** The faults on order and the fired counts by kind since the start, cleared faults included. */
  list(): { faults: FaultReport[]; fired: Partial<Record<FaultKind, number>> } {
    const faults = [...this.#byKind.values()].flat().map(report);
    return { faults, fired: Object.fromEntries(this.#fired) };
  }

  /** Takes back one fault, or all of them; returns how many. */
  clear(id?: string): number {
    let cleared = 0;
    for (const [kind, ordered] of this.#byKind) {
      const kept = id === undefined ? [] : ordered.filter((one) => one.id !== id);
      cleared += ordered.length - kept.length;
      this.#byKind.set(kind, kept);
    }
    return cleared;
  }
}

/** Faults given as text, as in an environment variable: a JSON object or array. */
export function readFaults(text: string): FaultInput[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw badParameter('faults', 'not JSON');
  }
  return (Array.isArray(parsed) ? parsed : [parsed]) as FaultInput[];
}

function matches({ match }: Fault, occasion: Occasion): boolean {
  if (match === undefined) return true;
  if (match.route !== undefined) {
    const routes: readonly (RouteName | undefined)[] = Array.isArray(match.route)
      ? match.route
      : [match.route];
    if (!routes.includes(occasion.route)) return false;
  }
  if (match.paymentMethod !== undefined && match.paymentMethod !== occasion.paymentMethod) return false;
  if (match.event !== undefined && match.event !== occasion.event) return false;
  return Object.entries(match.metadata ?? {}).every(([key, value]) => occasion.metadata?.[key] === value);
}

function isSpent({ fault, fired }: Ordered): boolean {
  return fault.next !== undefined && fired >= fault.next;
}

function report({ id, fault, seen, fired }: Ordered): FaultReport {
  return { id, fault, seen, fired, ...(fault.next === undefined ? {} : { left: fault.next - fired }) };
}
