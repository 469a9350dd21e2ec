import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContextMap } from '../model/context-map.ts';
import type { MapFacts } from '../model/map-rules/rule.ts';
import { findingsIn } from './check-system.ts';
import type { Finding } from './finding.ts';
import { type Project, type ProjectParts, readProject } from './project.ts';
import { sampleFiles, sampleMap } from './sample-under-test.ts';
import { loadSourceTools } from './source-parser.ts';

/** Texts to write over files of the sample, by path; a function gets what is there. */
export type Edit = Readonly<Record<string, string | ((before: string) => string)>>;

/** What else can be changed for one check. */
export interface Given {
  readonly map?: ContextMap;
  readonly settings?: NonNullable<ProjectParts['settings']>;
  readonly facts?: MapFacts;
}

/** A small system of five contexts in a folder of its own, checked as somebody edits it. */
export class SystemUnderTest {
  readonly folder: string;
  readonly #tools: Awaited<ReturnType<typeof loadSourceTools>>;

  private constructor(folder: string, tools: Awaited<ReturnType<typeof loadSourceTools>>) {
    this.folder = folder;
    this.#tools = tools;
  }

  static async make(): Promise<SystemUnderTest> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'metes-check-')));
    for (const [path, text] of Object.entries(sampleFiles)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, '@sample'), { recursive: true });
    const installed = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
    for (const name of ['zod', 'pg', 'vitest', 'metes'])
      symlinkSync(realpathSync(join(installed, name)), join(modules, name), 'junction');
    symlinkSync(join(folder, 'contexts/inventory'), join(modules, '@sample/inventory'), 'junction');
    symlinkSync(join(folder, 'packages/shared'), join(modules, '@sample/shared'), 'junction');
    symlinkSync(join(folder, 'contexts/inventory'), join(modules, 'stock-of-others'), 'junction');
    const links = join(folder, 'contexts/ordering/application');
    symlinkSync(join(folder, 'contexts/inventory/domain'), join(links, 'linked'), 'junction');
    symlinkSync(join(folder, 'contexts/inventory/domain/stock.ts'), join(links, 'linked-stock.ts'), 'file');
    return new SystemUnderTest(folder, await loadSourceTools());
  }

  project(edit: Edit = {}, { map = sampleMap(), settings = sampleSettings }: Given = {}): Project {
    const edited = Object.fromEntries(
      Object.entries(edit).map(([path, text]) => [
        join(this.folder, path),
        typeof text === 'string' ? text : text(sampleFiles[path] ?? ''),
      ]),
    );
    return readProject({ map, home: this.folder, settings, tools: this.#tools, edited });
  }

  /** What the sources break. */
  findings(edit: Edit = {}, given: Given = {}): readonly Finding[] {
    const only = (code: string): boolean => /^METES_(CHECK_|TRANSLATOR_LEAK)/.test(code);
    return findingsIn(this.project(edit, given), { only });
  }

  /** What the sources and the map break. */
  everything(edit: Edit = {}, given: Given = {}): readonly Finding[] {
    return findingsIn(this.project(edit, given), given.facts ? { facts: given.facts } : {});
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the configuration of the sample says. */
export const sampleSettings: NonNullable<ProjectParts['settings']> = {
  foreignPackages: ['stripe'],
  foreignWords: { payments: ['client_secret'] },
};
