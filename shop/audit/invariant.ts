import type { Snapshot } from './snapshot.ts';

/** A statement that must hold whenever the shop is quiet, with the number it has in the list of promises. */
export interface Invariant {
  readonly name: string;
  readonly says: string;
  /** Every breach, one sentence each; `checked` counts what was looked at, so that an empty audit shows. */
  readonly check: (snapshot: Snapshot) => { readonly checked: number; readonly breaches: readonly string[] };
}

/** What an audit found for one invariant. */
export interface Finding {
  readonly name: string;
  readonly says: string;
  readonly checked: number;
  readonly breaches: readonly string[];
}

/** Checks all of the invariants. One that cannot even be checked on these books is broken. */
export function audit(snapshot: Snapshot, invariants: readonly Invariant[]): readonly Finding[] {
  return invariants.map(({ name, says, check }) => ({ name, says, ...checked(snapshot, check) }));
}

function checked(snapshot: Snapshot, check: Invariant['check']): Pick<Finding, 'checked' | 'breaches'> {
  try {
    return check(snapshot);
  } catch (error) {
    return { checked: 1, breaches: [`it cannot be checked: ${String(error)}`] };
  }
}

/** Collects breaches while things are looked at. */
export function inspection() {
  const breaches: string[] = [];
  let checked = 0;
  return {
    /** Looks at one thing. */
    expect(holds: boolean, breach: () => string): void {
      checked++;
      if (!holds) breaches.push(breach());
    },
    result: () => ({ checked, breaches }),
  };
}
