import { parseArgs } from 'node:util';
import { demoShop } from './demo-shop.ts';
import { type DemoReport, runDemo } from './run-demo.ts';

const usage = `npm run demo [-- --orders 200 --customers 20 --seed 1 --json]

Places orders over HTTP from many customers at the same time, some with cards that are declined and some
for more than there is, waits until all of them are final, and holds the books against each other: the
stock, and the orders against the ledger of the payment provider. Uses the shop that runs; when none does,
it starts one of its own. Exit code 1 when a book does not balance.
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, problem } = readArguments();
  if (problem !== undefined || values.help) {
    (problem === undefined ? process.stdout : process.stderr).write(
      problem === undefined ? usage : `${problem}\n\n${usage}`,
    );
    return problem === undefined ? 0 : 2;
  }
  try {
    const tell = (text: string): void => void process.stderr.write(`${text}\n`);
    await using shop = await demoShop(tell);
    const report = await runDemo(shop, {
      orders: Number(values.orders),
      customers: Number(values.customers),
      seed: Number(values.seed),
      tell,
    });
    process.stdout.write(values.json ? `${JSON.stringify(report.summary)}\n` : inWords(report));
    for (const fault of report.books.faults.slice(0, 20)) tell(`WRONG: ${fault}`);
    return report.summary.stockBalanced && report.summary.moneyBalanced ? 0 : 1;
  } catch (error) {
    process.stderr.write(
      `${(error as Error).message}\n${process.env['METES_LOG'] === 'debug' ? `${(error as Error).stack}\n` : ''}`,
    );
    return 1;
  }
}

function readArguments() {
  const options = {
    orders: { type: 'string', default: '200' },
    customers: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const odd = (['orders', 'customers', 'seed'] as const).find(
      (name) => !/^[1-9]\d{0,5}$/.test(values[name]),
    );
    return { values, problem: odd && `--${odd} ${values[odd]} is not a whole number from 1 to 999999.` };
  } catch (error) {
    return {
      values: { orders: '', customers: '', seed: '', json: false, help: false },
      problem: (error as Error).message,
    };
  }
}

function inWords({ summary, reasons, seconds, books }: DemoReport): string {
  const why = Object.entries(reasons)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ');
  const { received, available, reserved, allocated } = books.units;
  const money = Object.entries(books.money).map(
    ([currency, { ordered, captured, held }]) =>
      `  confirmed orders ${currency} ${inUnits(ordered)}; taken by the provider ${inUnits(captured)}; still held ${inUnits(held)}`,
  );
  return `
${summary.orders} orders in ${seconds.toFixed(1)} s: ${summary.confirmed} confirmed, ${summary.rejected} rejected${why ? ` (${why})` : ''}
  ${summary.ordersPerSecond} orders a second; from checkout to final: half within ${summary.p50Ms} ms, 99 of 100 within ${summary.p99Ms} ms

The books of the whole shop
  stock ${books.stockBalanced ? 'balances' : 'DOES NOT BALANCE'}: ${available} available + ${reserved} reserved + ${allocated} allocated = ${received} received, SKU by SKU
  money ${books.moneyBalanced ? 'balances' : 'DOES NOT BALANCE'}, order by order:
${money.join('\n')}
`;
}

/** Two digits are right for the currencies that the shop sells in. */
function inUnits(minor: number): string {
  return (minor / 100).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
