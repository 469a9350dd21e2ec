import type { System } from 'metes/start';
import type { BenchServer } from '../server.ts';

/** What a system costs that is asked for nothing. */
export interface Idle {
  /** Of one core, Node and all of PostgreSQL; null where the system does not tell. */
  readonly cpuPercent: number | null;
  readonly nodePercent: number;
  readonly statementsPerSecond: number;
  /** Of the context with the most statements for each of its subscriptions. */
  readonly perSubscription: number;
  readonly transactionsPerSecond: number;
  /** What was asked most, for people. */
  readonly busiest: readonly string[];
}

/** Lets so much time pass after the end of all work that nothing of it is left in the counts, milliseconds. */
const calmMs = 2_000;

/**
 * Until the session that has asked is gone, milliseconds: its CPU moves to that of its parent, of which only whole ticks of
 * 10 ms are told, so the sum may go back by up to two of them.
 */
const goneMs = 500;

/**
 * Watches a system that does nothing. The counts of PostgreSQL are read from another database, so that the questions are
 * not among the answers.
 */
export async function idleFor(
  seconds: number,
  place: { readonly server: BenchServer; readonly database: string; readonly system: System },
): Promise<Idle> {
  const { server, database, system } = place;
  await sleep(calmMs);
  const transactions = async (): Promise<number> =>
    Number(
      (
        await server.ask(
          `select xact_commit + xact_rollback as count from pg_stat_database where datname = '${database}'`,
        )
      )[0]!['count'],
    );
  const transactionsBefore = await transactions();
  await server.ask('select pg_stat_statements_reset()');
  const from = performance.now();
  await sleep(goneMs);
  const cpuFrom = performance.now();
  const [cpuBefore, nodeBefore] = [server.cpu(), nodeMs()];
  await sleep(seconds * 1000);
  const to = performance.now();
  const [cpuAfter, nodeAfter] = [server.cpu(), nodeMs()];
  const percent = (ms: number): number => (ms / (to - cpuFrom)) * 100;
  const perSecond = (count: number): number => (count / (to - from)) * 1000;

  const statements = await server.ask(
    `select r.rolname as role, sum(s.calls)::int as calls, (array_agg(left(s.query, 100) order by s.calls desc))[1] as most
     from pg_stat_statements s join pg_database d on d.oid = s.dbid join pg_roles r on r.oid = s.userid
     where d.datname = '${database}' group by 1 order by 2 desc`,
  );
  const subscriptions = new Map(
    (await system.status()).map((each) => [each.context, each.subscriptions.length]),
  );
  const roles = statements.map((each) => ({
    role: String(each['role']),
    rate: perSecond(Number(each['calls'])),
    most: String(each['most']).replaceAll(/\s+/g, ' '),
  }));
  return {
    cpuPercent: cpuBefore === null || cpuAfter === null ? null : percent(cpuAfter - cpuBefore),
    nodePercent: percent(nodeAfter - nodeBefore),
    statementsPerSecond: roles.reduce((sum, each) => sum + each.rate, 0),
    // Roles are called as their contexts are; a context without subscriptions counts as having one.
    perSubscription: Math.max(0, ...roles.map(({ role, rate }) => rate / (subscriptions.get(role) || 1))),
    transactionsPerSecond: perSecond((await transactions()) - transactionsBefore),
    busiest: roles.map(
      ({ role, rate, most }) => `${role}: ${rate.toFixed(2)} statements/s, most often ${most}`,
    ),
  };
}

function nodeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
