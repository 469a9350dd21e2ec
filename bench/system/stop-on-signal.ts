/** Ends what was started before this process ends by a signal; a second one does not wait for that. */
export function stopOnSignal(say: (text: string) => void, stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      say(`${signal}: stops PostgreSQL`);
      void stop()
        .catch(() => undefined)
        .then(() => process.exit(130));
    });
  }
}
