/** How a running command is told to stop from outside. */
export interface StopSignals {
  /** Resolves at the first SIGINT or SIGTERM. */
  readonly first: Promise<void>;
  /** True once the first has come. */
  readonly told: boolean;
  /** Waits for the end of stopping, but ends the process at a second signal, or when it takes too long. */
  orAtOnce(stopping: Promise<void>): Promise<void>;
  /** Called before the process ends at once. */
  beforeEnd(action: () => void): void;
  /** Stops listening to signals. */
  end(): void;
}

/** How long stopping may take before the process is ended, milliseconds. */
const patienceMs = 10_000;

/** Listens to SIGINT and SIGTERM from now on. A second one ends the process at once. */
export function stopSignals(): StopSignals {
  let told = false;
  const last: (() => void)[] = [];
  let resolveFirst: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (resolveFirst = resolve));
  const endNow = (code: number): void => {
    for (const action of last) action();
    process.exit(code);
  };
  const hear = (signal: NodeJS.Signals): void => {
    // Conventional: 128 and the number of the signal.
    if (told) return endNow(signal === 'SIGINT' ? 130 : 143);
    told = true;
    resolveFirst();
  };
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  // Nothing else may keep a process alive that only waits: timers of the runtime do not.
  const alive = setInterval(() => undefined, 60_000);
  return {
    first,
    get told() {
      return told;
    },
    orAtOnce: async (stopping) => {
      const timer = setTimeout(() => {
        process.stderr.write(
          'stopping takes too long, ending at once; nothing that was acknowledged is lost\n',
        );
        endNow(1);
      }, patienceMs);
      try {
        await stopping;
      } finally {
        clearTimeout(timer);
      }
    },
    beforeEnd: (action) => void last.push(action),
    end: () => {
      clearInterval(alive);
      process.off('SIGINT', hear);
      process.off('SIGTERM', hear);
    },
  };
}
