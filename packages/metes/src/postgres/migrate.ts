import { createHash } from 'node:crypto';
import { MetesError } from '../base/errors.ts';
import type { AdminConnection } from './admin-connection.ts';
import { literal, quoted } from './identifiers.ts';
import { migrations as ours } from './migrations/index.ts';

/** What is to be migrated. */
export interface ContextToMigrate {
  readonly context: string;
  readonly owner: string;
  readonly migrations: readonly string[];
}

interface Step {
  /** `toolkit` or `context`: whose migrations are counted. */
  readonly kind: 'toolkit' | 'context';
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly needs: number;
}

/**
 * Runs the migrations of the toolkit, then those of the context, that have not run yet: each in a transaction of its
 * own, as the owner of the schema, with that schema as the only entry of the search path. The owner may do nothing
 * outside, so neither can a migration.
 *
 * @throws METES_STORE_SCHEMA_NEWER, METES_STORE_MIGRATION_REFUSED
 */
export async function migrateContext(
  admin: AdminConnection,
  { context, owner, migrations }: ContextToMigrate,
): Promise<void> {
  const schema = quoted(context);
  await admin.query(`
    create table if not exists ${schema}.migrations (
      kind text not null, number int not null, name text not null, hash text not null, needs int not null,
      at timestamptz not null default now(), primary key (kind, number));
    alter table ${schema}.migrations owner to ${quoted(owner)};`);
  const done = await admin.query(`select kind, number, hash, needs from ${schema}.migrations`);
  const known = ours.at(-1)!.number;
  const found = Math.max(
    0,
    ...done.filter((each) => each['kind'] === 'toolkit').map((each) => each['needs'] as number),
  );
  if (found > known) throw new MetesError('METES_STORE_SCHEMA_NEWER', { context, found, known });
  const steps: Step[] = [
    ...ours.map((each) => ({ ...each, kind: 'toolkit' as const })),
    ...migrations.map((sql, index) => ({
      kind: 'context' as const,
      number: index + 1,
      name: `migration ${index + 1}`,
      sql,
      needs: 1,
    })),
  ];
  for (const step of steps) {
    const hash = createHash('sha256').update(step.sql).digest('hex');
    const before = done.find((each) => each['kind'] === step.kind && each['number'] === step.number);
    if (before && before['hash'] !== hash) {
      throw new MetesError('METES_STORE_MIGRATION_REFUSED', {
        context,
        migration: step.name,
        reason: 'it was edited after it had been applied',
      });
    }
    if (!before) await apply(admin, context, owner, step, hash);
  }
}

/** What would let a migration leave its transaction or the role it runs as. */
const leavings =
  /\b(reset\s+(role|all)|set\s+((local|session)\s+)?role|set_config|session\s+authorization|discard\s+all|commit|rollback|start\s+transaction|savepoint|dblink)\b/i;

async function apply(
  admin: AdminConnection,
  context: string,
  owner: string,
  step: Step,
  hash: string,
): Promise<void> {
  const schema = quoted(context);
  const leaving = step.kind === 'context' ? leavings.exec(step.sql) : null;
  if (leaving)
    throw new MetesError('METES_STORE_MIGRATION_REFUSED', {
      context,
      migration: step.name,
      reason: `it says "${leaving[0]}"`,
    });
  await admin.transaction(async () => {
    await admin.query(`set local role ${quoted(owner)}`);
    await admin.query(`set local search_path = ${schema}, pg_temp`);
    try {
      await admin.query(step.sql);
    } catch (cause) {
      if (step.kind === 'toolkit') throw cause;
      throw new MetesError(
        'METES_STORE_MIGRATION_REFUSED',
        { context, migration: step.name, reason: (cause as Error).message },
        { cause },
      );
    }
    await refuseForeignObjects(admin, context, step);
    await admin.query(
      `insert into ${schema}.migrations (kind, number, name, hash, needs) values (${literal(step.kind)}, ${step.number}, ${literal(step.name)}, ${literal(hash)}, ${step.needs})`,
    );
  });
}

/** What belongs to the owner and lies elsewhere, or reaches from this schema into another one. */
async function refuseForeignObjects(admin: AdminConnection, context: string, step: Step): Promise<void> {
  if (step.kind === 'toolkit') return;
  const found = await admin.query(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relowner = current_user::regrole and n.nspname <> $1 and n.nspname not like 'pg\\_%'
     union all
     select distinct r.ev_class::regclass::text || ' -> ' || t.oid::regclass::text
       from pg_rewrite r join pg_class v on v.oid = r.ev_class join pg_namespace vn on vn.oid = v.relnamespace and vn.nspname = $1
       join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
       join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
       where tn.nspname <> $1 and tn.nspname not in ('pg_catalog', 'information_schema')
     union all
     select k.conname || ' -> ' || k.confrelid::regclass::text
       from pg_constraint k join pg_namespace n on n.oid = k.connamespace and n.nspname = $1
       join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
       where k.contype = 'f' and tn.nspname <> $1`,
    [context],
  );
  if (found.length === 0) return;
  const names = found.map((each) => each['name']).join(', ');
  throw new MetesError('METES_STORE_MIGRATION_REFUSED', {
    context,
    migration: step.name,
    reason: `it reaches out of its schema (${names})`,
  });
}
