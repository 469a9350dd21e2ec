import type {
  AnnouncedBoundary,
  Boundary,
  BoundaryReport,
  RegisteredEdge,
  RegisteredVersion,
} from '../runtime/ports/boundary.ts';
import { quoted } from './identifiers.ts';
import type { Run } from './run.ts';
import { Session } from './session.ts';

/** A moment as whole milliseconds since the epoch. */
const ms = (column: string): string => `floor(extract(epoch from ${column}) * 1000)::bigint as ${column}`;

/** See `Boundary`: over the tables of the context in whose schema names are resolved. */
export function postgresBoundary(context: string, run: Run): Boundary {
  return {
    context,
    announce: async (versions) => {
      await run('announce', 'select announce_1($1, $2, $3, $4, $5, $6)', [
        versions.map((each) => each.contract),
        versions.map((each) => each.version),
        versions.map((each) => JSON.stringify(each.schema)),
        versions.map((each) => each.mode),
        versions.map((each) => each.goesOut),
        versions.map((each) => each.sunset ?? null),
      ]);
    },
    declareEdges: async (edges) => {
      await run('declare_edges', 'select declare_edges_1($1, $2, $3)', [
        edges.map((each) => each.contract),
        edges.map((each) => each.publisher),
        edges.map((each) => JSON.stringify(each.readers)),
      ]);
    },
    count: async (traffic, refusals) => {
      if (traffic.length > 0)
        await run('count_traffic', 'select count_traffic_1($1, $2, $3, $4)', [
          traffic.map((each) => each.subscription),
          traffic.map((each) => each.contract),
          traffic.map((each) => each.version),
          traffic.map((each) => each.messages),
        ]);
      if (refusals.length > 0)
        await run('count_refusals', 'select count_refusals_1($1, $2, $3, $4, $5)', [
          refusals.map((each) => each.code),
          refusals.map((each) => each.publisher),
          refusals.map((each) => each.contract),
          refusals.map((each) => each.count),
          refusals.map((each) => each.reason),
        ]);
    },
    report: () => boundaryReport(run),
  };
}

/** Everything that a context keeps about its boundary. */
export async function boundaryReport(run: Run): Promise<BoundaryReport> {
  const [announced, traffic, refusals] = await Promise.all([
    announcedBy(run, 'contracts', 'edges'),
    run(
      'traffic',
      `select subscription, contract, version, messages, ${ms('first_at')}, ${ms('last_at')} from traffic order by subscription, contract, version`,
      [],
    ),
    run(
      'refusals',
      `select code, publisher, contract, count, reason, ${ms('first_at')}, ${ms('last_at')} from refusals order by code, publisher, contract`,
      [],
    ),
  ]);
  const spanned = ({ first_at: firstAt, last_at: lastAt, ...rest }: any): any => ({
    ...rest,
    firstAt,
    lastAt,
  });
  return { ...announced, traffic: traffic.map(spanned), refusals: refusals.map(spanned) };
}

/**
 * What another context has announced, read by the transport role.
 *
 * @throws METES_STORE_UNAVAILABLE
 */
export async function announcedBoundary(url: string, context: string): Promise<AnnouncedBoundary> {
  const session = new Session({ url, context, timeoutMs: 5_000, purpose: `metes boundary ${context}` });
  const schema = quoted(context);
  try {
    return await announcedBy(
      (name, text, values) => session.rows({ name, text }, values),
      `${schema}.published_contracts`,
      `${schema}.published_edges`,
    );
  } finally {
    await session.close();
  }
}

async function announcedBy(run: Run, contracts: string, edges: string): Promise<AnnouncedBoundary> {
  const [versions, declared] = await Promise.all([
    run(
      'contracts',
      `select contract, version, schema, mode, goes_out, sunset, ${ms('first_seen')} from ${contracts} order by contract, version`,
      [],
    ),
    run('edges', `select contract, publisher, readers, ${ms('since')} from ${edges} order by contract`, []),
  ]);
  return {
    versions: versions.map(
      ({ schema, goes_out: goesOut, sunset, first_seen: firstSeen, ...rest }): RegisteredVersion => ({
        ...rest,
        schema: JSON.parse(schema),
        goesOut,
        firstSeen,
        ...(sunset === null ? {} : { sunset }),
      }),
    ),
    edges: declared.map((row): RegisteredEdge => ({
      ...(row as RegisteredEdge),
      readers: JSON.parse(row.readers),
    })),
  };
}
