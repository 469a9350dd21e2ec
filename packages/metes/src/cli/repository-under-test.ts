import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { runCli } from './cli.ts';
import { fakeTerminal } from './cli-under-test.ts';

const toolkit = fileURLToPath(new URL('../index.ts', import.meta.url));

/** How a command ended. */
interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A git repository of its own with a system in `app/`. Ends with the test. */
export class RepositoryUnderTest {
  readonly folder: string;
  #versions = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<RepositoryUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'metes-repository-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const made = new RepositoryUnderTest(folder);
    await mkdir(join(folder, 'app'));
    made.git('init', '-q', '-b', 'main');
    return made;
  }

  /** One that is there already. */
  static at(folder: string): RepositoryUnderTest {
    return new RepositoryUnderTest(folder);
  }

  git(...args: string[]): string {
    const who = [
      '-c',
      'user.name=Tester',
      '-c',
      'user.email=tester@example.org',
      '-c',
      'commit.gpgsign=false',
    ];
    return execFileSync('git', [...who, ...args], { cwd: this.folder, encoding: 'utf8', stdio: 'pipe' });
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, path)), { recursive: true });
    await writeFile(join(this.folder, path), text);
  }

  /** Commits everything; `daysAgo` is when. */
  commit(message: string, daysAgo = 0): void {
    const day = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    this.git('add', '-A');
    execFileSync(
      'git',
      [
        '-c',
        'user.name=Tester',
        '-c',
        'user.email=tester@example.org',
        '-c',
        'commit.gpgsign=false',
        'commit',
        '-q',
        '--allow-empty',
        '-m',
        message,
      ],
      { cwd: this.folder, env: { ...process.env, GIT_COMMITTER_DATE: day, GIT_AUTHOR_DATE: day } },
    );
  }

  /** Runs `metes map` on a map as TypeScript says it. The file has a new name each time: what was loaded is kept. */
  async map(map: string, ...args: string[]): Promise<Ran> {
    const config = `app/version-${++this.#versions}.config.ts`;
    await this.write(
      config,
      `import { context, contextMap, core, partnership } from '${toolkit}';\nexport default { map: ${map} };\n`,
    );
    const terminal = fakeTerminal({ folder: this.folder });
    const code = await runCli(['map', '--config', config, ...args], terminal);
    return { code, ...terminal.written };
  }
}

/** A context as TypeScript says it, with nothing in it. */
export function contextSource(name: string, team: string): string {
  return `context('${name}', { purpose: 'Looks after ${name}', subdomain: core({ reviewed: '2026-09-01' }), team: '${team}',
    language: { Note: 'What is worth keeping' }, aggregates: [], handlers: [] })`;
}
