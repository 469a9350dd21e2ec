import type { Failpoint, Failpoints } from './ports/failpoints.ts';

/** Passes a failpoint where nobody can wait for it or be harmed by it: a planned kill happens, a planned throw goes nowhere. */
export function passing(
  { failpoints, context }: { readonly failpoints: Failpoints; readonly context: string },
  point: Failpoint,
): void {
  failpoints.pass(point, context)?.catch(() => undefined);
}
