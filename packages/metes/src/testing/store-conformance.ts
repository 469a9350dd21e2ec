import { beginCases } from './store-conformance/begin-cases.ts';
import { commitCases } from './store-conformance/commit-cases.ts';
import { projectionCases } from './store-conformance/projection-cases.ts';
import { readingCases } from './store-conformance/reading-cases.ts';
import type { StoreRig } from './store-conformance/rig.ts';
import { subscriptionCases } from './store-conformance/subscription-cases.ts';
import { tallyCases } from './store-conformance/tally-cases.ts';
import { timeCases } from './store-conformance/time-cases.ts';

export { rigProjections, rigTallies, type StoreRig } from './store-conformance/rig.ts';

/** One test of the suite, ready for any test runner. */
export interface ConformanceTest {
  /** A sentence about the store. */
  readonly name: string;
  /** Rejects when the adapter does not keep what the sentence says. */
  readonly expectKept: () => Promise<void>;
}

/**
 * What every adapter of the port `ContextStore` has to pass.
 *
 * @param makeRig makes an adapter with empty data; called once a test
 * @example
 * it.each(storeConformance(memoryRig))('$name', ({ expectKept }) => expectKept());
 */
export function storeConformance(makeRig: () => Promise<StoreRig>): readonly ConformanceTest[] {
  const cases = [
    ...commitCases,
    ...beginCases,
    ...tallyCases,
    ...readingCases,
    ...subscriptionCases,
    ...timeCases,
    ...projectionCases,
  ];
  return cases.map(({ name, run }) => ({
    name,
    expectKept: async () => {
      await using rig = await makeRig();
      await run(rig);
    },
  }));
}
