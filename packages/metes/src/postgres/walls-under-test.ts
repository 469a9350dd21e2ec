import pg from 'pg';

/** What there is in the schema of a context, read from the catalogue, so that nothing new is forgotten. */
export interface SchemaContents {
  readonly schema: string;
  /** Tables and views with their first column. */
  readonly relations: readonly { readonly name: string; readonly column: string; readonly table: boolean }[];
  /** A call of each function with nulls. */
  readonly calls: readonly string[];
}

type Query = (text: string, values?: readonly unknown[]) => Promise<readonly any[]>;

/** Reads what there is in a schema, as a superuser. */
export async function contentsOf(query: Query, schema: string): Promise<SchemaContents> {
  const relations = await query(
    `select c.relname as name, a.attname as column, c.relkind = 'r' as table
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum = 1
     where c.relnamespace = quote_ident($1)::regnamespace and c.relkind in ('r', 'v', 'm', 'p', 'S') order by c.relname`,
    [schema],
  );
  const calls = await query(
    `select format('select %I.%I(%s)', $1::text, proname, (select string_agg(format('null::%s', format_type(t, null)), ', ') from unnest(proargtypes) t)) as call
     from pg_proc where pronamespace = quote_ident($1)::regnamespace order by proname`,
    [schema],
  );
  return { schema, relations, calls: calls.map((each) => each.call) };
}

/** Everything that somebody could try on the tables and views of a schema. */
export function reading({ schema, relations }: SchemaContents): string[] {
  return relations.flatMap(({ name, column }) => {
    const it = `"${schema}"."${name}"`;
    return [
      `select 1 from ${it}`,
      `select "${column}" from ${it}`,
      `select count(*) from ${it}`,
      `select 1 from ${it} for share`,
      `copy ${it} to stdout`,
      `copy (select "${column}" from ${it}) to stdout`,
      `do $$ begin perform 1 from ${it}; end $$`,
      `declare c cursor for select 1 from ${it}`,
    ];
  });
}

/** Everything that would change rows. */
export function writing({ schema, relations }: SchemaContents): string[] {
  return relations.flatMap(({ name, column, table }) => {
    const it = `"${schema}"."${name}"`;
    return [
      `insert into ${it} default values`,
      `insert into ${it} select * from ${it}`,
      `update ${it} set "${column}" = "${column}"`,
      `update ${it} set "${column}" = null where false`,
      `delete from ${it}`,
      `delete from ${it} where false`,
      ...(table
        ? [
            `truncate ${it}`,
            `copy ${it} from stdin`,
            `merge into ${it} t using (select 1) s on false when not matched then insert default values`,
            `do $$ begin lock table ${it} in exclusive mode; end $$`,
          ]
        : []),
    ];
  });
}

/** Everything that would change what there is. */
export function defining({ schema, relations }: SchemaContents): string[] {
  const inside = relations.flatMap(({ name, column, table }) => {
    const it = `"${schema}"."${name}"`;
    const kind = table ? 'table' : 'view';
    return [
      `alter ${kind} ${it} rename to gone`,
      `alter ${kind} ${it} rename column "${column}" to gone`,
      `alter ${kind} ${it} owner to current_user`,
      `alter ${kind} ${it} set schema public`,
      `drop ${kind} ${it}`,
      `drop ${kind} ${it} cascade`,
      `comment on ${kind} ${it} is 'mine'`,
      ...(table
        ? [
            `alter table ${it} add column mine int`,
            `alter table ${it} drop column "${column}"`,
            `alter table ${it} disable trigger all`,
            `alter table ${it} disable row level security`,
            `create index on ${it} ("${column}")`,
            `create trigger mine before insert on ${it} for each row execute function suppress_redundant_updates_trigger()`,
            `create rule mine as on insert to ${it} do instead nothing`,
            `create policy mine on ${it} using (true)`,
          ]
        : []),
    ];
  });
  return [
    ...inside,
    `create table "${schema}".mine (a int)`,
    `create view "${schema}".mine as select 1 as one`,
    `create sequence "${schema}".mine`,
    `create type "${schema}".mine as enum ('a')`,
    `create function "${schema}".mine() returns int language sql as $$ select 1 $$`,
    `alter schema "${schema}" rename to mine`,
    `alter schema "${schema}" owner to current_user`,
    `drop schema "${schema}" cascade`,
  ];
}

/** Everything by which a role could fill the disk of all or hold up all, without a table of its own. */
export const taking: readonly string[] = [
  'select lo_create(0)',
  'select lo_creat(-1)',
  `select lo_from_bytea(0, 'x')`,
  `select lo_put(1, 0, 'x')`,
  'select lo_open(1, 131072)',
  `select lowrite(0, 'x')`,
  'select lo_truncate(0, 9)',
  'select lo_unlink(1)',
  `select lo_import('/etc/passwd')`,
  ...['lock', 'lock_shared', 'xact_lock', 'xact_lock_shared'].flatMap((kind) => [
    `select pg_advisory_${kind}(1)`,
    `select pg_advisory_${kind}(1, 1)`,
    `select pg_try_advisory_${kind}(1)`,
    `select pg_try_advisory_${kind}(1, 1)`,
  ]),
  `select pg_logical_emit_message(false, 'x', 'y')`,
  `select pg_create_physical_replication_slot('mine')`,
  `select pg_create_logical_replication_slot('mine', 'pgoutput')`,
  'create temp table mine (a int)',
];

/** Everything by which a role could become another one. */
export function becoming(roles: readonly string[]): string[] {
  return roles.flatMap((role) => [
    `set role "${role}"`,
    `set local role "${role}"`,
    `set session authorization "${role}"`,
    `grant "${role}" to current_user`,
    `alter role "${role}" password 'mine'`,
    `alter role "${role}" superuser`,
    `reassign owned by "${role}" to current_user`,
  ]);
}

/** Want of privilege; and a view that nobody can write to, whatever his privileges. */
const refusals = ['42501', '55000', '0A000'];

/** A session that tries statements one by one and leaves nothing behind. */
export class Intruder implements AsyncDisposable {
  readonly #client: pg.Client;
  /** How many statements were tried. */
  tried = 0;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async as(url: string): Promise<Intruder> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    return new Intruder(client);
  }

  /** The statements that were not refused, each with what came of it. */
  async getsThrough(attempts: readonly string[]): Promise<readonly string[]> {
    const through: string[] = [];
    for (const attempt of attempts) {
      this.tried++;
      await this.#client.query('begin');
      const outcome = await this.#client.query(attempt).then(
        () => 'done',
        (error: { code?: string }) => String(error.code),
      );
      await this.#client.query('rollback');
      if (!refusals.includes(outcome)) through.push(`${attempt}: ${outcome}`);
    }
    return through;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end();
  }
}
