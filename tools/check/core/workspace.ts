import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseFile, type ParsedFile } from './parsed-file.ts';
import { moduleResolver, type Resolution } from './module-resolver.ts';
import type { Import } from './imports-of.ts';

/** Folders that are made by tools and are nobody's source. */
const MADE_BY_TOOLS = new Set(['node_modules', 'dist', '.git', 'coverage', '.metes']);

/** The files of the repository as the checkers see them. Reads are kept, so one run parses a file once. */
export class Workspace {
  readonly root: string;
  readonly #resolve: (fromFile: string, specifier: string) => Resolution;
  readonly #parsed = new Map<string, ParsedFile>();
  #files: readonly string[] | undefined;

  constructor(root: string) {
    this.root = root;
    this.#resolve = moduleResolver(root);
  }

  /** Every file of the repository, as paths from the root with forward slashes, sorted. */
  get files(): readonly string[] {
    this.#files ??= listed(this.root, this.root).sort();
    return this.#files;
  }

  /** Files below one of these folders whose name ends with the extension. */
  under(folders: readonly string[], extension = '.ts'): string[] {
    return this.files.filter(
      (file) => file.endsWith(extension) && folders.some((folder) => file.startsWith(`${folder}/`)),
    );
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  text(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  json(path: string): Record<string, unknown> {
    return JSON.parse(this.text(path)) as Record<string, unknown>;
  }

  parse(path: string): ParsedFile {
    let parsed = this.#parsed.get(path);
    if (!parsed) {
      parsed = parseFile(path, this.text(path));
      this.#parsed.set(path, parsed);
    }
    return parsed;
  }

  /** Where an import of a file leads. */
  resolve(file: ParsedFile, imported: Import): Resolution {
    return this.#resolve(file.path, imported.specifier);
  }
}

function listed(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return MADE_BY_TOOLS.has(entry.name) ? [] : listed(root, path);
    return entry.isFile() ? [relative(root, path).split(sep).join('/')] : [];
  });
}
