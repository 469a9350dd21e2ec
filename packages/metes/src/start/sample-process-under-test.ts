import { appendFileSync, existsSync, readFileSync, writeSync } from 'node:fs';
import { provide } from '../model/port.ts';
import { plannedFailpoints } from './failpoint-plan.ts';
import { type DatabaseAddresses, postgres } from './postgres-stores.ts';
import { orders, Place, Receive, sample, teller } from './sample-under-test.ts';
import { start } from './start.ts';

/** What a sample process is told to do. */
export interface SamplePlan {
  readonly addresses: DatabaseAddresses;
  /** A file to which every call of the teller is written. */
  readonly ledger: string;
  /** The orders to place, by name; under the same name an order is placed once. */
  readonly names: readonly string[];
  readonly sku: string;
  /** Runs without the stock, so that deadlines come due. */
  readonly ordersOnly: boolean;
  readonly failpoints: string;
}

/** Runs the sample system against PostgreSQL with orders to place, until it is quiet or killed; tells of each acknowledgement. */
async function run({
  addresses,
  ledger,
  names,
  sku,
  ordersOnly,
  failpoints: planned,
}: SamplePlan): Promise<void> {
  const failpoints = plannedFailpoints(planned);
  // Over all processes: a message has four tries.
  const tried = new Set(
    (existsSync(ledger) ? readFileSync(ledger, 'utf8') : '').split('\n').map((line) => line.split(' ')[0]),
  );
  const tell = async (orderId: string, key: string): Promise<string> => {
    appendFileSync(ledger, `${key} ${orderId}\n`);
    // Every fifth order is told of at the second try, so that something is set aside.
    if (orderId.endsWith('5') && !tried.has(key)) {
      tried.add(key);
      throw new RangeError('busy');
    }
    return `told ${orderId}`;
  };
  const system = await start(sample, {
    store: postgres({ addresses }),
    ports: [provide(teller, { tell })],
    failpoints,
    runtime: { instance: 'sample' },
    ...(ordersOnly ? { only: [orders] } : {}),
  });
  const under = (key: string) => ({
    correlation: key,
    causation: key,
    idempotency: { principal: 'sample', route: 'sample', key, fingerprint: key },
  });
  if (!ordersOnly) {
    for (const [filled, quantity] of [
      ['common', 250],
      ['slow', 10_000],
    ] as const) {
      await system.context('stock').send({
        command: new Receive({ receiptId: `all ${filled}`, sku: filled, quantity }),
        ...under(`receive ${filled}`),
      });
    }
  }
  const waiting = [...names];
  const customer = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      await system
        .context('orders')
        .send({ command: new Place({ orderId: name, sku, quantity: 1, customer: 'c' }), ...under(name) });
      // What an HTTP front does around its answer.
      await failpoints.pass('answer.before', 'orders');
      writeSync(1, `${name}\n`);
      await failpoints.pass('answer.after', 'orders');
    }
  };
  await Promise.all(Array.from({ length: 16 }, customer));
  if (ordersOnly) await new Promise((resolve) => setTimeout(resolve, 10_000));
  await system.quiesce(20_000);
  await system.stop();
}

// The timers of a system do not keep a process alive; a server would.
const alive = setInterval(() => undefined, 1_000);
await run(JSON.parse(process.argv[2]!) as SamplePlan);
clearInterval(alive);
