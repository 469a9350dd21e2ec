import { setTimeout as pause } from 'node:timers/promises';
import { type ChaosRig, providerFaults, type Verdict } from './chaos-rig.ts';
import { lookUnderWay } from './under-way.ts';

/** What kills at random moments met and led to. */
export interface RandomKills {
  readonly kills: number;
  /** Kills that met orders under way, and reactions that nobody had recorded yet. */
  readonly killsWithOpenOrders: number;
  readonly killsWithUndelivered: number;
  /** Reactions that had to be delivered again after a restart, all kills together. */
  readonly redelivered: number;
  readonly openOrdersMet: number;
  readonly lostAnswers: number;
  readonly replayedAnswers: number;
  readonly checkouts: number;
  readonly slowestRestartMs: number;
  readonly verdict: Verdict;
}

/** How long the shop works between two kills, milliseconds. */
const [least, most] = [150, 900];
const warmUpMs = 600;

/** A provider on which nobody can rely: slow, out of order, and with answers and notifications that get lost. */
const unreliable = providerFaults(
  { kind: 'delay', ms: 40, ratio: 0.5 },
  { kind: 'timeOutAfterSuccess', how: 'reset', ratio: 0.05 },
  { kind: 'respond500', ratio: 0.05 },
  { kind: 'duplicateWebhook', ratio: 0.2 },
  { kind: 'forgedWebhook', ratio: 0.1 },
);

/** Kills the whole process again and again under load and starts it again each time. */
export async function killAtRandom(
  rig: ChaosRig,
  kills: number,
  onProgress: (text: string) => void,
): Promise<RandomKills> {
  const { shop, crowd, random, auditorUrl } = rig;
  const met = { open: 0, withOpen: 0, withUndelivered: 0, redelivered: 0, slowestRestartMs: 0 };
  await shop.kill();
  await shop.start(unreliable);
  crowd.go();
  // The first purchases take longest; a kill before them would meet nothing.
  await pause(warmUpMs);
  for (let kill = 1; kill <= kills; kill++) {
    await pause(least + random() * (most - least));
    if (!(await shop.kill())) throw new Error(`The shop had ended by itself:\n${shop.journal.slice(-2_000)}`);
    const { openOrders, undelivered } = await lookUnderWay(auditorUrl);
    met.open += openOrders;
    met.withOpen += openOrders > 0 ? 1 : 0;
    met.withUndelivered += undelivered > 0 ? 1 : 0;
    met.redelivered += undelivered;
    const restartMs = Math.round(await shop.start(unreliable));
    met.slowestRestartMs = Math.max(met.slowestRestartMs, restartMs);
    onProgress(
      `kill ${kill} of ${kills}: ${openOrders} orders open, ${undelivered} reactions not recorded; up again after ${restartMs} ms`,
    );
  }
  await pause(300);
  const verdict = await rig.judge();
  const { lostAnswers, replayed } = crowd.counts;
  return {
    kills,
    killsWithOpenOrders: met.withOpen,
    killsWithUndelivered: met.withUndelivered,
    redelivered: met.redelivered,
    openOrdersMet: met.open,
    lostAnswers,
    replayedAnswers: replayed,
    checkouts: crowd.attempts.length,
    slowestRestartMs: met.slowestRestartMs,
    verdict,
  };
}
