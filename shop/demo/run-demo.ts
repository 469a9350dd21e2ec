import { quietSystem } from 'metes/start';
import { randomUUID } from 'node:crypto';
import { type Books, readBooks } from './books.ts';
import { DemoCustomer, type SeenOrder } from './demo-customer.ts';
import type { DemoShop } from './demo-shop.ts';
import { type OnShelf, purchasePlan } from './purchase-plan.ts';

/** What a demonstration did, and how the books of the shop stand after it. */
export interface DemoSummary {
  readonly orders: number;
  readonly confirmed: number;
  readonly rejected: number;
  readonly stockBalanced: boolean;
  readonly moneyBalanced: boolean;
  /** Final orders a second, all customers together, carts included. */
  readonly ordersPerSecond: number;
  /** From sending the checkout to seeing the order final. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A summary with what is behind it. */
export interface DemoReport {
  readonly summary: DemoSummary;
  readonly reasons: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly books: Books;
}

/** What is said of a demonstration. */
export interface DemoOptions {
  readonly orders: number;
  readonly customers: number;
  readonly seed: number;
  readonly tell: (text: string) => void;
}

/** How many SKUs are looked at; the tiny catalogue has 60. */
const mostSkus = 200;

/** Lets customers order at the same time, waits until everything is final, and holds the books against each other. */
export async function runDemo(
  shop: DemoShop,
  { orders, customers, seed, tell }: DemoOptions,
): Promise<DemoReport> {
  const plan = purchasePlan(await lookAtShelves(shop), orders, seed);
  tell(`${orders} orders from ${customers} customers at the same time`);
  const started = performance.now();
  const seen: SeenOrder[] = [];
  let next = 0;
  let told = started;
  const shopping = Array.from({ length: customers }, async (_, index) => {
    const customer = new DemoCustomer({
      urls: shop.urls,
      token: shop.customers[index % shop.customers.length]!,
      newKey: () => randomUUID(),
    });
    for (let purchase = plan[next++]; purchase; purchase = plan[next++]) {
      seen.push(await customer.buy(purchase));
      if (performance.now() - told < 2_000) continue;
      told = performance.now();
      tell(`  ${seen.length} of ${orders} orders are final`);
    }
  });
  await Promise.all(shopping);
  const seconds = (performance.now() - started) / 1_000;
  tell('waiting until nothing is left to do, then reading the books');
  await quietSystem(shop.folder, { timeoutMs: 30_000, onWait: (_, left) => tell(`  ${left}`) });
  const books = await readBooks(shop);
  const times = seen.map((each) => each.tookMs).sort((one, other) => one - other);
  const reasons: Record<string, number> = {};
  for (const { reason } of seen) if (reason !== null) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const confirmed = seen.filter((each) => each.status === 'confirmed').length;
  const summary: DemoSummary = {
    orders: seen.length,
    confirmed,
    rejected: seen.length - confirmed,
    stockBalanced: books.stockBalanced,
    moneyBalanced: books.moneyBalanced,
    ordersPerSecond: Math.round((seen.length / seconds) * 10) / 10,
    p50Ms: share(times, 0.5),
    p99Ms: share(times, 0.99),
  };
  return { summary, reasons, seconds, books };
}

/** What is offered, and how much of it there is, as staff see it. */
async function lookAtShelves({ urls, staff }: DemoShop): Promise<readonly OnShelf[]> {
  const get = async <T>(url: string, token?: string): Promise<T> => {
    const answer = await fetch(
      url,
      token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
    );
    if (!answer.ok) throw new Error(`GET ${url} was answered with ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const shelves: OnShelf[] = [];
  let after: string | null = '';
  while (after !== null && shelves.length < mostSkus) {
    const from: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const page: { products: { sku: string }[]; next: string | null } = await get(
      `${urls['cart']}/products?limit=50${from}`,
    );
    const stock = page.products.map(({ sku }) =>
      get<OnShelf>(`${urls['inventory']}/stock/${encodeURIComponent(sku)}`, staff),
    );
    shelves.push(...(await Promise.all(stock)));
    after = page.next;
  }
  return shelves;
}

function share(sorted: readonly number[], part: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
}
