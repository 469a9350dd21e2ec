import { compile, type Compiled } from './compile.ts';
import { largeContext, largeMap, nothing } from './large-sources.ts';

/** What the compiler may spend on one case. */
export interface Budget {
  readonly name: string;
  readonly source: string;
  /** Instantiations above those of compiling nothing but the imports. */
  readonly instantiations: number;
  /** Seconds in all, the imports included, on a machine with nothing else to do. */
  readonly seconds: number;
}

/** The budgets: about half as much again as was measured when they were set. */
export const budgets: readonly Budget[] = [
  { name: 'a context of 50 events', source: largeContext(50), instantiations: 130_000, seconds: 2 },
  { name: 'a map of 20 contexts', source: largeMap(20), instantiations: 180_000, seconds: 2 },
];

/** How a case came out. */
export interface Outcome {
  readonly name: string;
  readonly errors: readonly string[];
  readonly instantiations: number;
  readonly seconds: number;
  /** What is above its budget; empty when all holds. */
  readonly broken: readonly string[];
}

/**
 * Compiles each case and holds it against its budget. Seconds only when asked, for they depend on the machine: the best of
 * five runs.
 */
export function measure(
  cases: readonly Budget[],
  options: { readonly seconds: boolean },
): readonly Outcome[] {
  const floor = compile('nothing', { 'source.ts': nothing }).instantiations;
  return cases.map(({ name, source, ...budget }) => {
    const runs = Array.from({ length: options.seconds ? 5 : 1 }, () =>
      compile(name.replaceAll(' ', '-'), { 'source.ts': source }),
    );
    const [{ errors, ...run }] = runs as [Compiled];
    const seconds = Math.min(...runs.map((each) => each.seconds));
    const instantiations = run.instantiations - floor;
    const broken = [
      errors.length > 0 && `does not compile: ${errors[0]!}`,
      instantiations > budget.instantiations &&
        `${instantiations} instantiations, ${budget.instantiations} allowed`,
      options.seconds && seconds > budget.seconds && `${seconds} s, ${budget.seconds} s allowed`,
    ].filter((each) => each !== false);
    return { name, errors, instantiations, seconds, broken };
  });
}
