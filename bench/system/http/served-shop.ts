import { provide } from 'metes';
import { bearerTokens, serveHttp } from 'metes/http';
import { postgres, silentJournal, start, type System, systemClock, systemIds } from 'metes/start';
import { orderConfirmed, orderRejected } from '../../../shop/contexts/ordering/contract/index.ts';
import { paymentGateway } from '../../../shop/contexts/payments/application/payment-gateway.ts';
import { stripeGateway } from '../../../shop/contexts/payments/infrastructure/acl/stripe-gateway.ts';
import { shop } from '../../../shop/map.ts';
import { readMigrations } from '../../../shop/migrations.ts';
import { DEFAULT_KEY, DEFAULT_WEBHOOK_SECRET } from '../../../shop/provider/index.ts';
import { fillShelves } from './shelves.ts';
import type { End, FromShop, ShopTerms, ToShop } from './shop-process.ts';

// The shop in a process of its own: its four contexts and HTTP, as `npm start` runs them.

const { adminUrl, state, providerUrl, tokens, skus } = JSON.parse(process.argv[2]!) as ShopTerms;

const system = await start(shop, {
  store: postgres({ adminUrl, folder: state, migrations: readMigrations() }),
  ports: [
    provide(
      paymentGateway,
      stripeGateway({ url: providerUrl, apiKey: DEFAULT_KEY, webhookSecrets: [DEFAULT_WEBHOOK_SECRET] }),
    ),
  ],
});
const clock = systemClock();
const web = await serveHttp({
  contexts: system.contexts,
  title: 'Shop',
  port: 0,
  authenticate: bearerTokens(
    Object.entries(tokens).map(([id, token]) => ({ token, principal: { id, roles: ['customer'] } })),
  ),
  clock,
  ids: systemIds(clock),
  journal: silentJournal,
});
await fillShelves(system, skus);
tellEnds(system);

process.on('message', (told: ToShop) => void (told === 'quiesce' ? quiesce() : end()));
// Whoever measured is gone: nobody else would end this process.
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; the one who measures says when to stop.
process.on('SIGINT', () => undefined);
say({ url: web.url });

async function quiesce(): Promise<void> {
  await system.quiesce(60_000);
  say('quiet');
}

async function end(): Promise<void> {
  await web.stop();
  await system.stop();
  process.disconnect();
}

/** Tells how orders have ended, after the commit, as any subscriber hears it: one message for each commit. */
function tellEnds(running: System): void {
  running.context('ordering').outlet.onGrowth(({ records }) => {
    const ends: End[] = [];
    for (const { aggregateId, published } of records) {
      const contract = published[0]?.contract;
      if (contract === orderConfirmed.contract) ends.push([aggregateId, 'confirmed']);
      else if (contract === orderRejected.contract) ends.push([aggregateId, 'rejected']);
    }
    if (ends.length > 0) say({ ends });
  });
}

function say(message: FromShop): void {
  process.send!(message);
}
