import { isMetesError } from '../base/errors.ts';
import { bearerTokens, type BearerToken } from '../http/bearer-tokens.ts';
import type { RunningHttp } from '../http/serve-http.ts';
import { startCompanions } from './companions.ts';
import { contextsHere } from './contexts-here.ts';
import type { CompanionFacts, Progress, SystemDefinition, SystemEnvironment } from './define-system.ts';
import { developmentTokens } from './development-tokens.ts';
import { embedded } from './embedded-stores.ts';
import type { StartEnvironment } from './environment.ts';
import { lineJournal, silentJournal } from './line-journal.ts';
import { preferredPort } from './preferred-port.ts';
import { checkRoleName, claimRole } from './roles.ts';
import { start, type System } from './start.ts';
import { urlsFile } from './state-files.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';
import { systemClock } from './system-clock.ts';
import { systemIds } from './system-ids.ts';
import { systemRandom } from './system-random.ts';
import { systemTimers } from './system-timers.ts';

/** How a process of a system is run. */
export interface RunOptions {
  readonly environment: StartEnvironment;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The names of the contexts that run here; all of them when nothing is said. */
  readonly only?: readonly string[] | undefined;
  /** What this process is called; `main`, or the names of its contexts. */
  readonly role?: string | undefined;
  /** The port that must be used; 0 takes a free one. */
  readonly port?: number | undefined;
  readonly onProgress?: Progress;
  /** Where the journal goes, a line at a time. */
  readonly writeLine?: (line: string) => void;
}

/** A process of a system that runs. */
export interface RunningSystem extends AsyncDisposable {
  readonly system: System;
  readonly role: string;
  readonly state: StateFolder;
  /** Where it listens; undefined when no context here has routes. */
  readonly url: string | undefined;
  /** The base URL of each context that has routes here. */
  readonly urls: Readonly<Record<string, string>>;
  readonly companions: Readonly<Record<string, CompanionFacts>>;
  readonly tokens: readonly BearerToken[];
  /** Ends HTTP, then the contexts, then the companions, then the database when nobody else uses it. */
  stop(): Promise<void>;
}

/**
 * Runs a system, or a part of it, as a process with a role: database, companions, contexts, HTTP.
 *
 * @throws METES_START_ROLE_TAKEN, METES_START_ROLE_NAME, METES_START_CONTEXT_UNKNOWN, METES_START_COMPANION, METES_HTTP_LISTEN, METES_EMBEDDED_*,
 * METES_STORE_*
 */
export async function runSystem(definition: SystemDefinition, options: RunOptions): Promise<RunningSystem> {
  const { map } = definition;
  const { environment, env, onProgress = () => undefined } = options;
  const here = contextsHere(map, options.only);
  const contexts = here.map(({ name }) => name);
  const role = options.role ?? (here.length === map.contexts.length ? 'main' : contexts.join('+'));
  checkRoleName(role);
  const state = await openStateFolder(environment.folder);
  const clock = systemClock(environment.clockOffsetMs);
  const ids = systemIds(clock);
  const { log } = environment;
  const writeLine = options.writeLine ?? ((line: string): void => void process.stderr.write(line));
  const journal =
    log === 'silent' ? silentJournal : lineJournal(writeLine, clock, log === 'debug' ? 'info' : log);
  const claim = await claimRole(state, { role, contexts });
  const undo: (() => Promise<void>)[] = [() => claim.release()];
  /** Last in, first out. */
  const unwind = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const step of undo.splice(0).reverse()) await step().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };
  try {
    const beforehand = { env, folder: state.path };
    const stores = embedded({
      folder: state.path,
      databaseUrl: environment.databaseUrl,
      rolePrefix: environment.rolePrefix,
      migrations: definition.migrations,
      claim,
      onProgress,
    });
    const wanted = (definition.companions ?? []).filter(
      (each) => !each.neededBy || each.neededBy.some((name) => contexts.includes(name)),
    );
    // Both take a second or more and need nothing of each other.
    const [opened, beside] = await Promise.allSettled([
      stores.open(map, contexts, { clock, timers: systemTimers, random: systemRandom, journal }),
      startCompanions(wanted, beforehand, state),
    ]);
    if (opened.status === 'fulfilled') undo.push(() => opened.value.close());
    if (beside.status === 'fulfilled') undo.push(() => beside.value.stop());
    if (opened.status === 'rejected') throw opened.reason;
    if (beside.status === 'rejected') throw beside.reason;
    const place: SystemEnvironment = { ...beforehand, companions: beside.value.facts };

    onProgress(`starting ${contexts.join(', ')}`);
    const ports = (await definition.ports?.(place)) ?? [];
    // The stores are closed by `unwind`, after the companions.
    const store = { open: async () => ({ ...opened.value, close: async () => undefined }) };
    // A restarted process under the same role on the same state folder takes its deliveries up at once.
    const runtime = { instance: `${role}@${state.path}` };
    const system = await start(map, {
      store,
      only: here,
      ports,
      clock,
      ids,
      journal,
      failpoints: environment.failpoints,
      runtime,
    });
    undo.push(() => system.stop());

    const tokens = await developmentTokens(state, definition.tokens ?? []);
    let unready: string | undefined = 'it is being prepared';
    const web =
      definition.http && here.some((each) => each.routes.length > 0)
        ? await serve(definition.http, preferredPort(map, here, definition.http.port), options, {
            system,
            tokens,
            clock,
            ids,
            journal,
            unready: () => unready,
          })
        : undefined;
    if (web) undo.push(() => web.stop());
    const urls = Object.fromEntries(
      web ? here.flatMap((each) => (each.routes.length > 0 ? [[each.name, web.url]] : [])) : [],
    );
    await tellUrls(state, urls, beside.value.facts);
    if (web) await claim.tell({ url: web.url });

    await definition.prepare?.(system, onProgress, place);
    await beside.value.ready(urls);
    unready = undefined;
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopping ??= unwind());
    return {
      system,
      role,
      state,
      url: web?.url,
      urls,
      companions: beside.value.facts,
      tokens,
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await unwind().catch(() => undefined);
    throw error;
  }
}

type Serving = Pick<
  Parameters<typeof import('../http/serve-http.ts').serveHttp>[0],
  'clock' | 'ids' | 'journal' | 'unready'
> & { readonly system: System; readonly tokens: readonly BearerToken[] };

async function serve(
  http: NonNullable<SystemDefinition['http']>,
  preferred: number,
  { environment, port, onProgress }: RunOptions,
  { system, tokens, ...rest }: Serving,
): Promise<RunningHttp> {
  const { serveHttp } = await import('../http/serve-http.ts');
  const demanded = port ?? environment.port;
  const setting = {
    ...rest,
    contexts: system.contexts,
    title: http.title,
    ...(http.version ? { version: http.version } : {}),
    authenticate: bearerTokens(tokens),
    failpoints: environment.failpoints,
    // A process stops within 10 s, and after HTTP the contexts have to finish.
    limits: { graceMs: 4_000 },
  };
  try {
    return await serveHttp({ ...setting, port: demanded ?? preferred });
  } catch (error) {
    if (demanded !== undefined || !isMetesError(error, 'METES_HTTP_LISTEN')) throw error;
    const web = await serveHttp({ ...setting, port: 0 });
    onProgress?.(`port ${preferred} is taken, so this listens on port ${web.port} instead`);
    return web;
  }
}

/** What this process serves goes beside what the others have told. */
async function tellUrls(
  state: StateFolder,
  contexts: Readonly<Record<string, string>>,
  companions: Readonly<Record<string, CompanionFacts>>,
): Promise<void> {
  await state.alone(async () => {
    const before = await urlsFile.read(state);
    const urls = Object.fromEntries(Object.entries(companions).map(([name, { url }]) => [name, url]));
    await urlsFile.write(state, {
      contexts: { ...before?.contexts, ...contexts },
      companions: { ...before?.companions, ...urls },
    });
  });
}
