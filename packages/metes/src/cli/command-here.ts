import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

/** What tells how the command line was started. */
export interface StartedBy {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The arguments of Node.js itself. */
  readonly nodeArguments: readonly string[];
  /** The file that Node.js runs, as it was named. */
  readonly program: string;
  /** The working folder. */
  readonly folder: string;
  /** The scripts of package.json in the working folder. */
  readonly scripts: Readonly<Record<string, unknown>>;
}

/** How each package manager runs a script of package.json, and a program of node_modules/.bin. */
const managers: Readonly<Record<string, { readonly script: string; readonly program: string }>> = {
  npm: { script: 'npm run metes --', program: 'npx metes' },
  pnpm: { script: 'pnpm run metes', program: 'pnpm exec metes' },
  yarn: { script: 'yarn run metes', program: 'yarn run metes' },
  bun: { script: 'bun run metes', program: 'bunx metes' },
};

/**
 * What has to be typed in the working folder to run this command line: texts that name a command begin with it.
 *
 * @example commandHere(started) // 'npm run metes --' in a repository with a script of that name
 */
export function commandHere({ env, nodeArguments, program, folder, scripts }: StartedBy): string {
  const manager = managers[env['npm_config_user_agent']?.split('/')[0] ?? ''] ?? managers['npm']!;
  const event = env['npm_lifecycle_event'];
  if (event === 'npx') return manager.program;
  const linked = basename(program).replace(/\.(cmd|exe)$/, '') === 'metes';
  if (event === undefined && linked && !program.includes('node_modules')) return 'metes';
  if (typeof scripts['metes'] === 'string') return manager.script;
  if (event !== undefined || linked) return manager.program;
  const file = relative(folder, program) || program;
  // The loader of tsx hands itself on as long paths.
  if (nodeArguments.some((each) => /[\\/]tsx[\\/]/.test(each))) return `npx tsx ${file}`;
  return ['node', ...nodeArguments, file].join(' ');
}

/** {@link commandHere} for this process. */
export function commandOfProcess(): string {
  const folder = process.cwd();
  return commandHere({
    env: process.env,
    nodeArguments: process.execArgv,
    program: process.argv[1] ?? '',
    folder,
    scripts: scriptsIn(folder),
  });
}

/** What has to be typed in another terminal, which has the same working folder but not the variables of this one. */
export function commandElsewhere({
  command,
  env,
}: Pick<StartedBy, 'env'> & { readonly command: string }): string {
  const folder = env['METES_STATE'];
  return folder ? `METES_STATE=${asWord(folder)} ${command}` : command;
}

/** A text as one word of a shell. */
export function asWord(text: string): string {
  return /^[\w./+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A text with the commands in it written as they are typed here; what is no command of `metes` stays. */
export function asTypedHere(text: string, command: string): string {
  return text.replace(/(?<=^[ ]*|["'`]|: )metes (?=[a-z<])/gm, () => `${command} `);
}

function scriptsIn(folder: string): Readonly<Record<string, unknown>> {
  try {
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      scripts?: Record<string, unknown>;
    };
    return scripts ?? {};
  } catch {
    // No package.json, or none that can be read: no scripts.
    return {};
  }
}
