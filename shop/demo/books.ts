import pg from 'pg';

/** Whether the books of the whole shop are right, and what is wrong with them if not. */
export interface Books {
  readonly stockBalanced: boolean;
  readonly moneyBalanced: boolean;
  /** Units of all SKUs together. */
  readonly units: {
    readonly received: number;
    readonly available: number;
    readonly reserved: number;
    readonly allocated: number;
  };
  /** By currency, in minor units. */
  readonly money: Readonly<
    Record<string, { readonly ordered: number; readonly captured: number; readonly held: number }>
  >;
  /** One sentence each. */
  readonly faults: readonly string[];
}

interface StockLine {
  readonly sku: string;
  readonly received: number;
  readonly available: number;
  readonly reserved: number;
  readonly allocated: number;
  /** Units in orders that were confirmed. */
  readonly sold: number;
}

interface OrderLine {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly currency: string;
}

interface Intent {
  readonly id: string;
  readonly currency: string;
  readonly captured: number;
  readonly refunded: number;
  readonly capturable: number;
  readonly metadata: { readonly orderId?: string };
}

/** Where the books are. */
export interface BookPlaces {
  /** The address of the auditor's role. */
  readonly auditor: string;
  /** The base URL of the payment provider. */
  readonly provider: string;
}

/** Reads the books of a shop that is quiet: stock and orders as the auditor sees them, money from the provider's own ledger. */
export async function readBooks({ auditor, provider }: BookPlaces): Promise<Books> {
  const client = new pg.Client({ connectionString: auditor });
  await client.connect();
  try {
    const stock = await client.query<StockLine>(`
      select s.sku, s.received::float8, s.available::float8, s.reserved::float8, s.allocated::float8, coalesce(sold.quantity, 0)::float8 as sold
      from inventory.stock s left join (
        select l.sku, sum(l.quantity) as quantity from ordering.order_lines l join ordering.orders o using (order_id)
        where o.status = 'confirmed' group by l.sku) sold on sold.sku = s.sku`);
    const orders = await client.query<OrderLine>(
      'select order_id as id, status, total::float8 as total, currency from ordering.orders',
    );
    const answer = await fetch(`${provider}/ledger?summary=1`);
    const { intents } = (await answer.json()) as { readonly intents: readonly Intent[] };
    return balance(stock.rows, orders.rows, intents);
  } finally {
    await client.end();
  }
}

/** Holds the books against each other. */
export function balance(
  stock: readonly StockLine[],
  orders: readonly OrderLine[],
  intents: readonly Intent[],
): Books {
  const stockFaults = stock.flatMap((line) => stockFault(line) ?? []);
  const moneyFaults = moneyFaultsOf(orders, intents);
  const sum = (field: 'received' | 'available' | 'reserved' | 'allocated'): number =>
    stock.reduce((total, line) => total + line[field], 0);
  const currencies = [
    ...new Set([
      ...orders.map((each) => each.currency),
      ...intents.map((each) => each.currency.toUpperCase()),
    ]),
  ];
  const money = Object.fromEntries(
    currencies.map((currency) => {
      const ordered = orders.reduce(
        (total, each) => total + (each.status === 'confirmed' && each.currency === currency ? each.total : 0),
        0,
      );
      const own = intents.filter((each) => each.currency.toUpperCase() === currency);
      const captured = own.reduce((total, each) => total + each.captured - each.refunded, 0);
      const held = own.reduce((total, each) => total + each.capturable, 0);
      if (captured !== ordered)
        moneyFaults.push(
          `${currency}: the provider has taken ${captured}, confirmed orders are for ${ordered}`,
        );
      return [currency, { ordered, captured, held }];
    }),
  );
  return {
    stockBalanced: stockFaults.length === 0 && stock.length > 0,
    moneyBalanced: moneyFaults.length === 0,
    units: {
      received: sum('received'),
      available: sum('available'),
      reserved: sum('reserved'),
      allocated: sum('allocated'),
    },
    money,
    faults: [...stockFaults, ...moneyFaults],
  };
}

function stockFault({ sku, received, available, reserved, allocated, sold }: StockLine): string | undefined {
  if (available + reserved + allocated !== received)
    return `${sku}: ${available} available, ${reserved} reserved and ${allocated} allocated are not the ${received} received`;
  if (Math.min(available, reserved, allocated) < 0) return `${sku}: something is below zero`;
  if (reserved !== 0) return `${sku}: ${reserved} are reserved though no order is under way`;
  return allocated === sold ? undefined : `${sku}: ${allocated} are allocated, confirmed orders have ${sold}`;
}

function moneyFaultsOf(orders: readonly OrderLine[], intents: readonly Intent[]): string[] {
  const byOrder = new Map<string, Intent[]>();
  for (const intent of intents)
    byOrder.set(intent.metadata.orderId ?? '', [
      ...(byOrder.get(intent.metadata.orderId ?? '') ?? []),
      intent,
    ]);
  const faults = orders.flatMap(({ id, status, total }) => {
    const own = byOrder.get(id) ?? [];
    const kept = own.reduce((sum, each) => sum + each.captured - each.refunded, 0);
    const held = own.reduce((sum, each) => sum + each.capturable, 0);
    if (status === 'confirmed')
      return kept === total && held === 0
        ? []
        : [`order ${id} is confirmed for ${total}; taken ${kept}, still held ${held}`];
    if (status === 'rejected')
      return kept === 0 && held === 0 ? [] : [`order ${id} is rejected; taken ${kept}, still held ${held}`];
    return [`order ${id} is ${status}, which is not final`];
  });
  const known = new Set(orders.map((each) => each.id));
  for (const { id, metadata } of intents)
    if (!known.has(metadata.orderId ?? '')) faults.push(`the provider's ${id} is for no order of ours`);
  return faults;
}
