import { join } from 'node:path';
import { type ContextMigrations, postgres, provisionOnce } from './postgres-stores.ts';
import { claimRole, type RoleClaim } from './roles.ts';
import { openStateFolder } from './state-folder.ts';
import type { Stores } from './stores.ts';

/** What can be said about an embedded database. */
export interface EmbeddedStoresOptions {
  /** The state folder; `.metes` when nothing is said. */
  readonly folder?: string;
  /** A server that is there already, as the URL of an administrator; it is used instead of an embedded one. */
  readonly databaseUrl?: string | undefined;
  /** Put before the names of the roles on that server. */
  readonly rolePrefix?: string | undefined;
  readonly migrations?: ContextMigrations | undefined;
  /** The role that this process holds already. */
  readonly claim?: RoleClaim;
  /** Told in one line what is going on. */
  readonly onProgress?: (text: string) => void;
}

/**
 * Keeps everything in a real PostgreSQL of its own, started from the state folder and stopped when the last process of
 * the system stops. Its data stays. With `databaseUrl` that server is used and nothing is started.
 *
 * @throws METES_EMBEDDED_* and what `postgres` throws
 * @example
 * await using system = await start(shop, { store: embedded() });
 */
export function embedded(options: EmbeddedStoresOptions = {}): Stores {
  const { folder = '.metes', databaseUrl, rolePrefix, migrations, onProgress = () => undefined } = options;
  return {
    open: async (map, contexts, ports) => {
      const state = await openStateFolder(folder);
      if (databaseUrl)
        return postgres({ adminUrl: databaseUrl, folder, migrations, rolePrefix }).open(map, contexts, ports);
      const { startEmbeddedPostgres, throughSocket } = await import('../embedded/index.ts');
      const claim = options.claim ?? (await claimRole(state, { role: `process-${process.pid}`, contexts }));
      const server = await startEmbeddedPostgres({ folder: join(state.path, 'postgres'), onProgress }).catch(
        async (error: unknown) => {
          await claim.release();
          throw error;
        },
      );
      // Another process may have started meanwhile and be using the server: only the last one stops it.
      const leave = (): Promise<void> => claim.release(() => server.stop());
      try {
        onProgress('bringing the databases of the contexts up to date');
        const addresses = await provisionOnce(map, state, { adminUrl: server.url, migrations });
        // What is written down stays what everybody can use; the sessions of this process take the shorter way.
        const { socket } = server;
        const near = (url: string): string => (socket === undefined ? url : throughSocket(url, socket));
        const stores = await postgres({
          addresses: {
            ...addresses,
            contexts: Object.fromEntries(
              Object.entries(addresses.contexts).map(([context, url]) => [context, near(url)]),
            ),
            transport: near(addresses.transport),
          },
        }).open(map, contexts, ports);
        return {
          ...stores,
          close: async () => {
            await stores.close();
            await leave();
          },
        };
      } catch (error) {
        await leave();
        throw error;
      }
    },
  };
}
