import { removeState } from 'metes/start';
import { createServer } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { audit, type Finding, invariants, takeSnapshot } from '../audit/index.ts';
import { generateCatalogue } from '../catalogue/index.ts';
import { SeededRandom } from '../catalogue/seeded-random.ts';
import { Shopper } from './shopper.ts';
import { ShopProcess } from './shop-process.ts';
import { lookUnderWay, sampleStock } from './under-way.ts';
import { quiesce } from './quiesce.ts';

/** What is said of a run. */
export interface ChaosOptions {
  /** How often the shop is killed. */
  readonly kills: number;
  readonly seed: number;
  readonly shoppers: number;
  readonly onProgress: (text: string) => void;
}

/** What a run did and found. */
export interface ChaosReport {
  readonly seed: number;
  readonly kills: number;
  /** Kills that met orders under way, and events committed and not yet delivered. */
  readonly killsWithOpenOrders: number;
  readonly killsWithUndelivered: number;
  /** Events that had to be delivered after a restart, all kills together. */
  readonly redelivered: number;
  readonly lostAnswers: number;
  readonly replayedAnswers: number;
  readonly checkouts: number;
  readonly orders: { readonly confirmed: number; readonly rejected: number; readonly other: number };
  readonly slowestRestartMs: number;
  readonly quietAfterMs: number;
  readonly findings: readonly Finding[];
  /** Why the run proves nothing; empty when it does. */
  readonly void: readonly string[];
  readonly passed: boolean;
}

/** How long the shop may take to become quiet after the last fault, milliseconds. */
const quietWithinMs = 30_000;

/**
 * Kills the shop again and again under load, starts it again each time, lets it become quiet and audits it. A run that
 * met no work under way is void.
 */
export async function chaosRun({ kills, seed, shoppers: count, onProgress }: ChaosOptions): Promise<ChaosReport> {
  const chance = new SeededRandom(seed);
  const random = (): number => chance.next();
  const folder = await mkdtemp(join(tmpdir(), 'metes-chaos-'));
  const shop = new ShopProcess(join(folder, 'state'), await freePort());
  try {
    onProgress(`seed ${seed}: starting the shop`);
    await shop.start();
    const skus = generateCatalogue({ size: 'tiny' }).products.flatMap((product) => product.skus.map(({ sku }) => sku));
    const tokens = await shop.tokens('customer');
    let key = 0;
    const shoppers = Array.from({ length: count }, (_, index) => new Shopper({
      url: () => shop.url,
      token: tokens[index % tokens.length]!,
      skus,
      random,
      newKey: () => `chaos-${seed}-${++key}`,
      methods: ['pm_card_visa', 'pm_card_visa', 'pm_card_visa', 'pm_card_mastercard', 'pm_card_declined'],
    }));
    let ended = false;
    const shopping = shoppers.map((shopper) => shopper.shop(() => ended));
    const { auditor } = await shop.databases();
    const met = { openOrders: 0, undelivered: 0, redelivered: 0, slowestRestartMs: 0 };
    const samples: { key: string; accounts: readonly number[] }[] = [];
    for (let kill = 1; kill <= kills; kill++) {
      await pause(100 + random() * 900);
      await shop.kill();
      const left = await lookUnderWay(auditor);
      samples.push(...(await sampleStock(auditor)));
      met.openOrders += left.openOrders > 0 ? 1 : 0;
      met.undelivered += left.undelivered > 0 ? 1 : 0;
      met.redelivered += left.undelivered;
      const restartMs = await shop.start();
      met.slowestRestartMs = Math.max(met.slowestRestartMs, restartMs);
      onProgress(`kill ${kill} of ${kills}: ${left.openOrders} orders open, ${left.undelivered} events undelivered; up again after ${Math.round(restartMs)} ms`);
    }
    await pause(500);
    ended = true;
    await Promise.all(shopping);
    const since = performance.now();
    const quiet = await quiesce(shop.folder, quietWithinMs);
    const quietAfterMs = Math.round(performance.now() - since);
    onProgress(quiet ? `quiet after ${quietAfterMs} ms, auditing` : `not quiet after ${quietAfterMs} ms, auditing all the same`);
    const attempts = shoppers.flatMap((shopper) => shopper.attempts);
    const snapshot = await takeSnapshot({ auditorUrl: auditor, providerUrl: await shop.providerUrl(), attempts, samples });
    const findings = audit(snapshot, invariants);
    const statuses = snapshot.contexts.ordering.aggregates.filter(({ type }) => type === 'Order').map(({ state }) => state.status as string);
    const confirmed = statuses.filter((status) => status === 'confirmed').length;
    const rejected = statuses.filter((status) => status === 'rejected').length;
    const lostAnswers = shoppers.reduce((sum, { counts }) => sum + counts.lostAnswers, 0);
    const nothing: string[] = [];
    if (met.openOrders === 0) nothing.push('no kill met an open order');
    if (met.redelivered === 0) nothing.push('no event had to be delivered again');
    if (lostAnswers === 0) nothing.push('no client lost an answer');
    if (confirmed === 0 || rejected === 0) nothing.push('the orders did not end in both ways');
    for (const { name, checked } of findings) if (checked === 0) nothing.push(`${name} had nothing to look at`);
    await shop.stop();
    return {
      seed,
      kills,
      killsWithOpenOrders: met.openOrders,
      killsWithUndelivered: met.undelivered,
      redelivered: met.redelivered,
      lostAnswers,
      replayedAnswers: shoppers.reduce((sum, { counts }) => sum + counts.replayed, 0),
      checkouts: attempts.length,
      orders: { confirmed, rejected, other: statuses.length - confirmed - rejected },
      slowestRestartMs: Math.round(met.slowestRestartMs),
      quietAfterMs,
      findings,
      void: nothing,
      passed: quiet && nothing.length === 0 && findings.every(({ breaches }) => breaches.length === 0),
    };
  } finally {
    await shop.stop();
    // The data may be elsewhere, when the account of the database cannot enter this folder.
    await removeState(shop.folder).catch((error: unknown) => onProgress(String(error)));
    await rm(folder, { recursive: true, force: true });
  }
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
