import { z } from 'zod';
import { optionsFromEnvironment } from './settings.ts';
import { startProvider } from './start-provider.ts';

const { followParent, ...options } = settings();

const provider = await startProvider({
  ...options,
  onBroken: (cause) => {
    // The books in memory are ahead of the disk: only a fresh start from the file is honest.
    process.stderr.write(
      `${JSON.stringify({ fatal: 'the ledger cannot be written', cause: String(cause) })}\n`,
    );
    process.exitCode = 1;
    setTimeout(() => process.exit(1), 100);
  },
});

let ending = false;
const end = (): void => {
  if (ending) return;
  ending = true;
  provider.stop().then(
    () => process.exit(process.exitCode ?? 0),
    (fault: unknown) => {
      process.stderr.write(`${String(fault)}\n`);
      process.exit(1);
    },
  );
};

process.on('SIGTERM', end);
process.on('SIGINT', end);
if (followParent) {
  process.stdin.on('end', end).on('close', end).on('error', end);
  process.stdin.resume();
}

process.stdout.write(`${JSON.stringify({ ready: true, url: provider.url })}\n`);

/** The settings of the environment; wrong ones end the program with a line for each. */
function settings(): ReturnType<typeof optionsFromEnvironment> {
  try {
    return optionsFromEnvironment(process.env);
  } catch (fault) {
    const lines =
      fault instanceof z.ZodError
        ? fault.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
        : [String(fault)];
    process.stderr.write(`The payment provider cannot start with these settings.\n${lines.join('\n')}\n`);
    process.exit(2);
  }
}
