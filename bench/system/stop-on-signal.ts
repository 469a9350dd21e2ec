/** What a process says by its exit code that was ended by Ctrl-C. */
export const interrupted = 130;

/**
 * Ends what was started before this process ends by a signal; a second one does not wait for that. Gives whether a signal
 * has come: what fails from then on fails because of it.
 */
export function stopOnSignal(say: (text: string) => void, stop: () => Promise<void>): () => boolean {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(interrupted);
      stopping = true;
      say(`${signal}: stops PostgreSQL`);
      void stop()
        .catch(() => undefined)
        .then(() => process.exit(interrupted));
    });
  }
  return () => stopping;
}
