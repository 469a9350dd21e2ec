import type { Companion, CompanionFacts, RunningCompanion, SystemEnvironment } from './define-system.ts';
import { claimRole, type RoleClaim } from './roles.ts';
import type { StateFolder } from './state-folder.ts';

/** Companions that run. */
export interface RunningCompanions {
  readonly facts: Readonly<Record<string, CompanionFacts>>;
  /** Tells them where the system listens. */
  ready(urls: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts companions at once, each with a pid file when it is a process of its own. When one fails, the others end again.
 *
 * @throws METES_START_COMPANION, METES_START_ROLE_TAKEN
 */
export async function startCompanions(
  companions: readonly Companion[],
  place: Omit<SystemEnvironment, 'companions'>,
  state: StateFolder,
): Promise<RunningCompanions> {
  const started: {
    readonly name: string;
    readonly running: RunningCompanion;
    readonly claim: RoleClaim | undefined;
  }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(
      started.map(async ({ running, claim }) => {
        await running.stop();
        await claim?.release();
      }),
    );
  };
  const results = await Promise.allSettled(
    companions.map(async ({ name, start }) => {
      const running = await start(place);
      const { pid, url } = running;
      const at = started.push({ name, running, claim: undefined }) - 1;
      if (pid !== undefined)
        started[at] = {
          name,
          running,
          claim: await claimRole(state, { role: name, contexts: [], kind: 'companion', pid, url }),
        };
    }),
  );
  const failed = results.find((each) => each.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    facts: Object.fromEntries(
      started.map(({ name, running }) => [name, { url: running.url, facts: running.facts }]),
    ),
    ready: async (urls) => {
      await Promise.all(started.map(async ({ running }) => running.onReady?.(urls)));
    },
    stop,
  };
}
