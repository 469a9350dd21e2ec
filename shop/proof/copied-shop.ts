import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const shop = fileURLToPath(new URL('..', import.meta.url));

/** The sources of the shop in a folder of their own, to be edited as somebody would edit them. */
export class CopiedShop {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'metes-shop-')));

  constructor() {
    cpSync(shop, this.folder, { recursive: true, filter: (path) => !/\/(node_modules|\.metes)$/.test(path) });
    const installed = dirname(dirname(createRequire(import.meta.url).resolve('zod/package.json')));
    symlinkSync(installed, join(this.folder, 'node_modules'), 'junction');
    const compilerOptions = { customConditions: ['@metes/source'] };
    writeFileSync(join(this.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  }

  text(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** Writes a file anew and says how many of its lines are others now. */
  edit(path: string, change: (text: string) => string): number {
    const before = this.text(path).split('\n');
    const after = change(this.text(path)).split('\n');
    this.write(path, after.join('\n'));
    return after.filter((line) => !before.includes(line)).length + Math.abs(after.length - before.length);
  }

  /** Every file of a folder with its text. */
  filesOf(folder: string): Readonly<Record<string, string>> {
    const names = readdirSync(join(this.folder, folder), { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      names
        .filter((each) => each.isFile())
        .map((each) => join(each.parentPath, each.name))
        .map((path) => [path.slice(this.folder.length + 1), readFileSync(path, 'utf8')]),
    );
  }

  /** A module of it. */
  load(path: string): Promise<any> {
    return import(pathToFileURL(join(this.folder, path)).href);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
