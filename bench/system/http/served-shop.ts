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

// The shop in a process of its own: its four contexts and HTTP, as `npm start` runs them. Whoever measured is gone when
// the channel closes, and nobody else would end this process then. Ctrl-C reaches the whole group, and what is to happen
// is up to the one who measures.
process.on('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);

let open: { readonly system: System; close(): Promise<void> } | undefined;

process.on('message', (told: ToShop) => {
  doing(told).catch((error: unknown) => {
    say({ failed: String(error) });
    if (told !== 'stop') return;
    process.exitCode = 1;
    process.disconnect();
  });
});

async function doing(told: ToShop): Promise<void> {
  if (told === 'stop') {
    await open?.close();
    process.disconnect();
  } else if (told === 'quiesce') {
    await open?.system.quiesce(60_000);
    say('quiet');
  } else {
    open = await serve(told);
  }
}

async function serve({ adminUrl, state, providerUrl, tokens, skus }: ShopTerms): Promise<typeof open> {
  const gateway = stripeGateway({
    url: providerUrl,
    apiKey: DEFAULT_KEY,
    webhookSecrets: [DEFAULT_WEBHOOK_SECRET],
  });
  const system = await start(shop, {
    store: postgres({ adminUrl, folder: state, migrations: readMigrations() }),
    ports: [provide(paymentGateway, gateway)],
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
  say({ url: web.url });
  return {
    system,
    close: async () => {
      await web.stop();
      await system.stop();
    },
  };
}

/** Tells how orders have ended, after the commit, as any subscriber hears it: one message for each commit. */
function tellEnds(system: System): void {
  system.context('ordering').outlet.onGrowth(({ records }) => {
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
  // Nobody is left to hear it when it cannot be sent.
  process.send?.(message, () => undefined);
}
