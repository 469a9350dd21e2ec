import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, platform, release, totalmem } from 'node:os';
import { busyCores } from './busy-cores.ts';
import { built } from './home.ts';
import type { BenchServer } from './server.ts';

/** Where and on what a run was made. */
export interface Machine {
  readonly at: string;
  /** The commit of the repository; `+` when files were changed since. */
  readonly commit: string;
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGb: number;
  readonly system: string;
  /** How many cores were at work in the second before the run began. Above a quarter of them, figures mean little. */
  readonly busyCores: number;
  readonly node: string;
  /** What Node was told besides the program. */
  readonly nodeOptions: readonly string[];
  /** Whether the JavaScript that users get was run, or the sources through a loader. */
  readonly code: 'built' | 'sources';
  readonly pg: string;
  /** Unknown where a study starts its servers by itself. */
  readonly postgres: string;
  readonly settings: Readonly<Record<string, string>>;
}

const shownSettings = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'shared_buffers',
  'max_connections',
  'max_wal_size',
  'min_wal_size',
  'checkpoint_timeout',
  'work_mem',
  'io_method',
  'jit',
  'autovacuum',
];

/** Reads what is to be known about a run. */
export async function machineOf(server: BenchServer | undefined): Promise<Machine> {
  const quoted = shownSettings.map((name) => `'${name}'`).join(', ');
  const settings =
    (await server?.ask(
      `select name, current_setting(name) as value from pg_settings where name in (${quoted}) order by name`,
    )) ?? [];
  const [version] = (await server?.ask(`select current_setting('server_version') as version`)) ?? [];
  return {
    at: new Date().toISOString(),
    commit: commitOf(),
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    busyCores: await busyCores(),
    node: process.versions.node,
    nodeOptions: process.execArgv,
    code: built ? 'built' : 'sources',
    pg: driverVersion(),
    postgres: String(version?.['version'] ?? 'unknown'),
    settings: Object.fromEntries(settings.map((each) => [String(each['name']), String(each['value'])])),
  };
}

/** The facts in a few lines. */
export function describeMachine(machine: Machine): string {
  const settings = Object.entries(machine.settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  return [
    `${machine.at}, commit ${machine.commit}`,
    `${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, ${machine.system}, ${machine.busyCores} cores at work before`,
    `Node ${[machine.node, ...machine.nodeOptions].join(' ')} on ${machine.code === 'built' ? 'built JavaScript' : 'sources'}, pg ${machine.pg}, PostgreSQL ${machine.postgres}${settings === '' ? '' : `: ${settings}`}`,
  ].join('\n');
}

/** A warning when the machine has other things to do; undefined when it has not. */
export function busyWarning({ busyCores: busy, cores }: Machine): string | undefined {
  if (busy <= cores / 4) return undefined;
  return `the machine is busy (${busy} of ${cores} cores at work before the run): take the figures for a check that it runs, not for a measurement`;
}

function commitOf(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}

function driverVersion(): string {
  const path = createRequire(import.meta.url).resolve('pg/package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
