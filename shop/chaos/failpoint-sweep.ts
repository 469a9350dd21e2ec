import { setTimeout as pause } from 'node:timers/promises';
import { type Failpoint, failpointNames } from 'metes/runtime';
import { type ChaosRig, providerFaults, type Verdict } from './chaos-rig.ts';
import { lookUnderWay, withClient } from './under-way.ts';

/** What came of one failpoint. */
export interface FailpointKill {
  readonly failpoint: Failpoint;
  /** At which passing it was to happen. */
  readonly passing: number;
  /** True when the process said itself that it was at the failpoint, and then died. */
  readonly fired: boolean;
  /** In which context it happened. */
  readonly context: string | undefined;
  readonly openOrders: number;
  readonly undelivered: number;
  readonly verdict: Verdict;
}

/** How long a failpoint may take to be reached, milliseconds. */
const patienceMs = 20_000;

/** What a failpoint needs to be passed at all. */
interface Need {
  /** The passings among which one is drawn. */
  readonly passings: readonly [least: number, most: number];
  readonly provider?: Readonly<Record<string, string>>;
  /** Done while the crowd is in the shop, again and again until the process has died. */
  readonly meanwhile?: (rig: ChaosRig) => Promise<void>;
}

const often: Need = { passings: [10, 40] };

/** Passed by everything that anybody does: only later are orders on their way. */
const always: Need = { passings: [80, 200] };

/** Answers of the provider in another form make calls fail, and what fails is parked. */
const parking: Need = {
  passings: [1, 5],
  provider: providerFaults({
    kind: 'mutate',
    changes: [{ op: 'drop', field: 'currency' }],
    match: { route: 'create' },
    ratio: 0.5,
  }),
};

/** Nobody waits fifteen minutes: a provider that is slow keeps orders open, and their deadlines are brought forward. */
const deadlines: Need = {
  passings: [1, 3],
  provider: providerFaults({ kind: 'delay', ms: 4_000, match: { route: 'create' } }),
  meanwhile: async ({ shop }) => {
    const { admin } = await shop.databases();
    await withClient(admin, (client) => client.query('update ordering.deadlines set due_at = now()'));
  },
};

const needs: Readonly<Record<Failpoint, Need>> = {
  'commit.before': always,
  'commit.after': always,
  'answer.before': always,
  'answer.after': always,
  'delivery.before': often,
  'delivery.after': often,
  'call.before': often,
  'call.after': often,
  'park.before': parking,
  'park.after': parking,
  'deadline.before': deadlines,
  'deadline.after': deadlines,
  'projection.before': often,
  'projection.after': often,
};

/**
 * Lets the process die at every failpoint that there is, one after the other, under load; starts it again each time
 * without it, lets it become quiet and audits it.
 */
export async function sweepFailpoints(
  rig: ChaosRig,
  onProgress: (text: string) => void,
): Promise<readonly FailpointKill[]> {
  const done: FailpointKill[] = [];
  for (const failpoint of failpointNames) {
    const kill = await killAt(failpoint, rig);
    done.push(kill);
    const { fired, passing, context, openOrders, undelivered, verdict } = kill;
    const broken = verdict.findings.filter(({ breaches }) => breaches.length > 0).map(({ name }) => name);
    const how = fired ? `died in ${context}` : 'was NEVER reached';
    const state = broken.length > 0 ? `BROKEN: ${broken.join(', ')}` : 'all invariants hold';
    onProgress(
      `${failpoint} #${passing}: ${how}, ${openOrders} orders open, ${undelivered} reactions not recorded; quiet after ${verdict.quietAfterMs} ms, ${state}`,
    );
  }
  return done;
}

async function killAt(failpoint: Failpoint, rig: ChaosRig): Promise<FailpointKill> {
  const { shop, crowd, random, auditorUrl } = rig;
  const { passings, provider = {}, meanwhile } = needs[failpoint];
  const passing = passings[0] + Math.floor(random() * (passings[1] - passings[0] + 1));
  await shop.kill();
  shop.launch({ ...provider, METES_FAILPOINTS: `${failpoint}=kill#${passing}` });
  crowd.go();
  const giveUpAt = performance.now() + patienceMs;
  let died = false;
  while (!died && performance.now() < giveUpAt) {
    died = await shop.ends(200);
    if (!died) await meanwhile?.(rig).catch(() => pause(50));
  }
  const reached = reachedAt(failpoint, shop.journal);
  if (!died) await shop.kill();
  const { openOrders, undelivered } = await lookUnderWay(auditorUrl);
  await shop.start();
  await pause(200);
  const verdict = await rig.judge();
  const fired = died && reached !== undefined;
  return { failpoint, passing, fired, context: reached?.context, openOrders, undelivered, verdict };
}

/** What the process wrote right before it died at the failpoint. */
function reachedAt(failpoint: Failpoint, journal: string): { readonly context: string } | undefined {
  for (const line of journal.split('\n')) {
    if (!line.includes('"failpoint"')) continue;
    const told = JSON.parse(line) as { failpoint?: string; action?: string; context: string };
    if (told.failpoint === failpoint && told.action === 'kill') return told;
  }
  return undefined;
}
