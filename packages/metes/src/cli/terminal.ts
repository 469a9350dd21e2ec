import { createInterface } from 'node:readline/promises';
import { commandOfProcess } from './command-here.ts';

/** What the command line reads from and writes to. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  /** True when a person sees the output and can answer. */
  readonly interactive: boolean;
  readonly colours: boolean;
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder. */
  readonly folder: string;
  /** What has to be typed there to run this command line, such as `npx metes`; texts that name a command begin with it. */
  readonly command: string;
  /** Asks a person, who may take any time. */
  ask(question: string): Promise<string>;
}

/** The terminal of this process. Colours appear only where a person looks, and never with NO_COLOR. */
export function processTerminal(): Terminal {
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive,
    colours: process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
    env: process.env,
    folder: process.cwd(),
    command: commandOfProcess(),
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stdout });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
}
