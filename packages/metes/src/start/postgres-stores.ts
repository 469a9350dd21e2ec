import { randomBytes } from 'node:crypto';
import { MetesError } from '../base/errors.ts';
import type { ContextMap } from '../model/context-map.ts';
import { Clearing } from './clearing.ts';
import { databasesFile, type Databases } from './state-files.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';
import type { OpenStores, StorePorts, Stores } from './stores.ts';

/** Further SQL of contexts, by context, in order. */
export type ContextMigrations = Readonly<Record<string, readonly string[]>>;

/** How the schemas and roles of a system are made. */
export interface ProvisionTerms {
  /** A URL of the database, for a role that may make roles and schemas. */
  readonly adminUrl: string;
  readonly migrations?: ContextMigrations | undefined;
  /** Put before the names of roles: they belong to the whole server, so two systems on one server need it. */
  readonly rolePrefix?: string | undefined;
}

/** Addresses of the roles that a system needs while it runs. */
export type DatabaseAddresses = Pick<Databases, 'contexts' | 'transport'>;

/**
 * Keeps everything in PostgreSQL. With the URL of an administrator, the schemas and roles of all contexts of the map are
 * made or brought up to date first; their passwords are drawn once and kept in the state folder. With addresses, they
 * must be there.
 *
 * @throws METES_STORE_UNAVAILABLE, METES_STORE_NOT_PROVISIONED, METES_STORE_SCHEMA_NEWER, METES_START_STATE_FOLDER
 * @example
 * await using system = await start(shop, { store: postgres({ adminUrl: process.env.DATABASE_URL }) });
 */
export function postgres(
  options: (ProvisionTerms & { readonly folder?: string }) | { readonly addresses: DatabaseAddresses },
): Stores {
  return {
    open: async (map, contexts, ports) => {
      if ('addresses' in options) return openPostgres(map, contexts, ports, options.addresses);
      const state = await openStateFolder(options.folder ?? '.metes');
      return openPostgres(map, contexts, ports, await provisionOnce(map, state, options));
    },
  };
}

/** Makes the schemas and roles of all contexts, with the passwords of the time before if there are any. */
export async function provisionOnce(
  map: ContextMap,
  state: StateFolder,
  { adminUrl, migrations, rolePrefix = '' }: ProvisionTerms,
): Promise<Databases> {
  const { provision } = await import('../postgres/index.ts');
  return state.alone(async () => {
    const before = await databasesFile.read(state);
    const password = (url: string | undefined): string =>
      (url && decodeURIComponent(new URL(url).password)) || randomBytes(24).toString('base64url');
    const made = await provision({
      adminUrl,
      contexts: map.contexts.map(({ name }) => ({ context: name, migrations: migrations?.[name] ?? [] })),
      prefix: rolePrefix,
      passwords: {
        contexts: Object.fromEntries(
          map.contexts.map(({ name }) => [name, password(before?.contexts[name])]),
        ),
        transport: password(before?.transport),
        auditor: password(before?.auditor),
      },
    });
    const databases: Databases = {
      contexts: { ...made.contexts },
      auditor: made.auditor,
      transport: made.transport,
      admin: adminUrl,
    };
    if (JSON.stringify(before) !== JSON.stringify(databases)) await databasesFile.write(state, databases);
    return databases;
  });
}

async function openPostgres(
  map: ContextMap,
  contexts: readonly string[],
  { timers, journal }: StorePorts,
  addresses: DatabaseAddresses,
): Promise<OpenStores> {
  const { announcedBoundary, postgresFeed, postgresStore } = await import('../postgres/index.ts');
  const here = map.contexts.filter(({ name }) => contexts.includes(name));
  const opened = await Promise.allSettled(
    here.map(({ name, tallies, projections }) =>
      // Nobody in another process listens when all contexts run in this one; if somebody does, polling serves him.
      postgresStore({
        url: addressOf(addresses, name),
        context: name,
        tallies,
        projections,
        nudge: here.length < map.contexts.length,
      }),
    ),
  );
  const stores = new Map(
    opened.flatMap((each) =>
      each.status === 'fulfilled' ? [[each.value.context, each.value] as const] : [],
    ),
  );
  const feeds = new Map<string, ReturnType<typeof postgresFeed>>();
  const clearing = new Clearing([...stores.values()], { timers, journal });
  const close = async (): Promise<void> => {
    clearing.stop();
    await Promise.all([
      ...[...stores.values()].map((each) => each.close()),
      ...[...feeds.values()].map((each) => each.close()),
    ]);
  };
  const failed = opened.find((each) => each.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  clearing.start();
  return {
    store: (context) => stores.get(context)!,
    boundary: (context) => stores.get(context)!.boundary,
    announced: (context) => announcedBoundary(addresses.transport, context),
    feed: (publisher) => {
      const found =
        feeds.get(publisher) ?? postgresFeed({ url: addresses.transport, publisher, timers, journal });
      feeds.set(publisher, found);
      return found;
    },
    close,
  };
}

function addressOf(addresses: DatabaseAddresses, context: string): string {
  const found = addresses.contexts[context];
  if (found === undefined)
    throw new MetesError('METES_STORE_NOT_PROVISIONED', { context, found: 0, known: 1 });
  return found;
}
