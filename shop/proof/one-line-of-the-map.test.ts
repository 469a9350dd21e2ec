import { type ContextMap, provide } from 'metes';
import { checkSystem, loadSourceTools } from 'metes/check';
import { runCli } from 'metes/cli';
import { MemoryDatabase } from 'metes/memory';
import { memory, start } from 'metes/start';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shop } from '../map.ts';
import { CopiedShop } from './copied-shop.ts';

/** Somebody in payments wants to hear of orders when they are placed, and writes the code for it. */
const policyText = `import { policy } from 'metes';
import { orderPlaced } from '../../ordering/contract/index.ts';

export const heard: string[] = [];
export const hearOfOrders = policy('hear of orders', {
  when: orderPlaced,
  then: ({ orderId }) => void heard.push(orderId),
});
`;
const place = 'contexts/payments/application/hear-of-orders.ts';

/** The one line: what crosses between payments and ordering. */
const oneLine = (map: string): string =>
  map.replace('exposes: [paymentDue,', 'exposes: [orderPlaced, paymentDue,');

let before: CopiedShop;
let after: CopiedShop;
beforeAll(() => {
  [before, after] = [new CopiedShop(), new CopiedShop()];
  for (const copy of [before, after]) {
    copy.write(place, policyText);
    copy.edit('contexts/payments/context.ts', (text) =>
      text
        .replace(/^import/m, "import { hearOfOrders } from './application/hear-of-orders.ts';\nimport")
        .replace('policies: [', 'policies: [hearOfOrders, '),
    );
  }
});
afterAll(() => {
  before.remove();
  after.remove();
});

const findings = async (copy: CopiedShop, map: ContextMap): Promise<readonly string[]> => {
  const found = checkSystem({ map, home: copy.folder, tools: await loadSourceTools() }).findings;
  return found
    .filter(({ severity }) => severity === 'error')
    .map(({ code, where, hint }) => `${code} ${where.file}:${where.line} ${hint}`);
};

/** What payments may read at the broker, as `metes grants` prints it for an operator. */
async function readAtTheBroker(copy: CopiedShop): Promise<readonly string[]> {
  let printed = '';
  const terminal = {
    out: (text: string) => void (printed += text),
    err: () => undefined,
    env: {},
    folder: copy.folder,
  };
  const args = [
    'grants',
    '--broker',
    'nats',
    '--context',
    'payments',
    '--json',
    '--config',
    'metes.config.ts',
  ];
  const code = await runCli(args, {
    ...terminal,
    interactive: false,
    colours: false,
    command: 'metes',
    ask: async () => '',
  });
  expect(code).toBe(0);
  const consumers = JSON.parse(printed)[0].consumers as { filterSubjects: string[] }[];
  return consumers
    .flatMap(({ filterSubjects }) => filterSubjects)
    .filter((each) => each.includes('order-placed'));
}

test('exactly one line of the map is another', () => {
  expect(after.edit('map.ts', oneLine)).toBe(1);
});

describe('before the line is written', () => {
  test('the import and the reaction are findings that say which line to write', async () => {
    const found = await findings(before, shop);
    expect(found.map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual([
      `METES_CHECK_NOT_EXPOSED ${place}:2`,
      `METES_CHECK_REACTION ${place}:6`,
    ]);
    for (const each of found)
      expect(each).toMatch(/customerSupplier\(payments, ordering, \{ exposes: \[.*orderPlaced\]/);
  });

  test('the map refuses to be made', async () => {
    await expect(before.load('map.ts')).rejects.toThrow('METES_MODEL_EDGE_UNDECLARED');
  });

  test('the broker does not let payments read it', async () => {
    const untouched = new CopiedShop();
    expect(await readAtTheBroker(untouched)).toEqual([]);
    untouched.remove();
  });

  test('a system that is forced past all of them refuses to start', async () => {
    const { shop: allowed } = await after.load('map.ts');
    const forced = {
      ...allowed,
      relations: allowed.relations.map((relation: ContextMap['relations'][number]) =>
        relation.upstream.name === 'payments'
          ? {
              ...relation,
              exposes: relation.exposes.filter(({ contract }) => contract !== 'ordering.order-placed'),
            }
          : relation,
      ),
    };
    const starting = start(forced, { store: memory({ database: new MemoryDatabase() }) });
    await expect(starting).rejects.toThrow('METES_MODEL_EDGE_UNDECLARED');
  });
});

describe('once the line is written', () => {
  test('nothing is found', async () => {
    const { shop: map } = await after.load('map.ts');
    expect(await findings(after, map)).toEqual([]);
  });

  test('the broker lets payments read it', async () => {
    expect(await readAtTheBroker(after)).toEqual([expect.stringContaining('order-placed')]);
  });

  test('the running system carries it', async () => {
    const [{ shop: map }, { GatewayWithBooks }, { paymentGateway }, { heard }, cart, leave, ids, inventory] =
      await Promise.all([
        after.load('map.ts'),
        after.load('audit/gateway-with-books.ts'),
        after.load('contexts/payments/application/payment-gateway.ts'),
        after.load(place),
        after.load('contexts/cart/application/fill-cart.ts'),
        after.load('contexts/cart/application/leave-cart.ts'),
        after.load('contexts/cart/domain/ids.ts'),
        after.load('contexts/inventory/application/receive-stock.ts'),
      ]);
    const { ItemQuantity } = await after.load('contexts/cart/domain/item-quantity.ts');
    const { Money } = await import('metes');
    await using system = await start(map, {
      store: memory({ database: new MemoryDatabase() }),
      ports: [provide(paymentGateway, new GatewayWithBooks())],
    });
    const items = [{ sku: 'MUG-1', quantity: 5 }];
    await system.send('inventory', new inventory.ReceiveStock({ receiptId: 'opening', items }));
    const cartId = ids.CartId.parse('cart-1');
    await system.send('cart', new cart.OpenCart({ cartId, customerId: ids.CustomerId.parse('ada') }));
    const unitPrice = Money.of(1_250, 'USD');
    const item = {
      cartId,
      sku: ids.Sku.parse('MUG-1'),
      quantity: new ItemQuantity(1),
      name: 'A mug',
      unitPrice,
    };
    await system.send('cart', new cart.AddItem(item));
    const shippingAddress = {
      street: 'Elm St',
      city: 'Springfield',
      state: 'IL',
      zipCode: '62701',
      country: 'US',
    };
    const paymentMethod = { type: 'card', token: 'good' };
    await system.send(
      'cart',
      new leave.CheckOut({ cartId, orderId: ids.OrderId.parse('order-1'), paymentMethod, shippingAddress }),
    );
    await system.quiesce(10_000);
    expect(heard).toEqual(['order-1']);
  });
});
