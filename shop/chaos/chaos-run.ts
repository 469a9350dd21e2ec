import type { Finding } from '../audit/index.ts';
import { chaosRig, type Verdict } from './chaos-rig.ts';
import { type FailpointKill, sweepFailpoints } from './failpoint-sweep.ts';
import { killAtRandom, type RandomKills } from './random-kills.ts';

/** What is said of a run. */
export interface ChaosOptions {
  /** How often the shop is killed at a random moment. */
  readonly kills: number;
  /** Whether it is also killed at every failpoint. */
  readonly failpoints: boolean;
  readonly seed: number;
  readonly shoppers: number;
  readonly onProgress: (text: string) => void;
}

/** What a run did and found. */
export interface ChaosReport {
  readonly seed: number;
  readonly seconds: number;
  /** Absent when none was wanted. */
  readonly random?: RandomKills;
  /** In the order of the sweep; empty when none was wanted. */
  readonly failpoints: readonly FailpointKill[];
  /** The last audit, over everything that happened. */
  readonly findings: readonly Finding[];
  readonly orders: Verdict['orders'];
  /** Every breach of every audit, with when it was found. */
  readonly breaches: readonly string[];
  /** Why the run proves nothing; empty when it does. */
  readonly void: readonly string[];
  readonly passed: boolean;
}

/**
 * Kills the shop again and again under load, at random moments and at failpoints, starts it again each time, lets it
 * become quiet and audits it. A run that met no work under way is void.
 */
export async function chaosRun(options: ChaosOptions): Promise<ChaosReport> {
  const { kills, failpoints, seed, shoppers, onProgress } = options;
  const since = performance.now();
  onProgress(`seed ${seed}: starting the shop`);
  await using rig = await chaosRig({ seed, shoppers });
  const random = kills > 0 ? await killAtRandom(rig, kills, onProgress) : undefined;
  const swept = failpoints ? await sweepFailpoints(rig, onProgress) : [];
  const verdicts: readonly (readonly [string, Verdict])[] = [
    ...(random ? [[`after ${kills} kills`, random.verdict] as const] : []),
    ...swept.map(({ failpoint, verdict }) => [`after ${failpoint}`, verdict] as const),
  ];
  const breaches = verdicts.flatMap(([when, { findings, left }]) => [
    ...findings.flatMap(({ name, breaches }) => breaches.map((breach) => `${when}, ${name}: ${breach}`)),
    ...(left === undefined ? [] : [`${when} the shop did not become quiet: ${left}`]),
  ]);
  const left = await rig.quiesce();
  if (left !== undefined) breaches.push(`metes quiesce does not find the shop quiet: ${left}`);
  const last = verdicts.at(-1)?.[1];
  const nothing = whyVoid(random, swept, last);
  return {
    seed,
    seconds: Math.round((performance.now() - since) / 1_000),
    ...(random ? { random } : {}),
    failpoints: swept,
    findings: last?.findings ?? [],
    orders: last?.orders ?? { confirmed: 0, rejected: 0, other: 0 },
    breaches,
    void: nothing,
    passed: breaches.length === 0 && nothing.length === 0,
  };
}

function whyVoid(
  random: RandomKills | undefined,
  swept: readonly FailpointKill[],
  last: Verdict | undefined,
): readonly string[] {
  if (!last) return ['nothing was killed'];
  const reasons: string[] = [];
  if (random) {
    if (random.killsWithOpenOrders === 0) reasons.push('no kill met an open order');
    if (random.redelivered === 0) reasons.push('nothing had to be delivered again');
    if (random.lostAnswers === 0) reasons.push('no client lost an answer');
  }
  for (const { failpoint, fired } of swept) if (!fired) reasons.push(`${failpoint} was never reached`);
  const { confirmed, rejected } = last.orders;
  if (confirmed === 0 || rejected === 0) reasons.push('the orders did not end in both ways');
  for (const { name, checked } of last.findings)
    if (checked === 0) reasons.push(`${name} had nothing to look at`);
  return reasons;
}
