import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SourceTools } from './source-parser.ts';
import { conditionsFor } from './tsconfig.ts';

/** Where an import leads: to a file of ours, into a package, to a module of Node, or nowhere. */
export type Target =
  | { readonly kind: 'file'; readonly absolute: string }
  | {
      readonly kind: 'package';
      /** As its package.json names it, whatever the import calls it. */
      readonly name: string;
      /** The path inside the package, with forward slashes; empty when only its types are installed. */
      readonly inside: string;
      /** Where the package is, for one that lies among the sources and not among the installed ones. */
      readonly local?: string | undefined;
    }
  | { readonly kind: 'node'; readonly name: string }
  /** `wide` when it may lead into any context. */
  | { readonly kind: 'nowhere'; readonly reason: string; readonly wide?: boolean };

/** Says where an import of a file leads. */
export type Resolve = (fromFile: string, specifier: string, isFile?: boolean) => Target;

const nodeModules = new Set(builtinModules);
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.d.ts', '.node'];

/**
 * Resolves as TypeScript and Node do together: relative paths with any extension, `paths` of the nearest tsconfig.json,
 * `exports` and `imports` of packages under the conditions of that tsconfig.json, linked packages by their real place.
 */
export function resolverOf(tools: SourceTools): Resolve {
  const made = new Map<string, InstanceType<SourceTools['ResolverFactory']>>();
  const known = new Map<string, Target>();
  const resolverFor = (folder: string) => {
    const conditions = conditionsFor(folder, tools);
    const key = conditions.join(' ');
    let resolver = made.get(key);
    if (!resolver) {
      resolver = new tools.ResolverFactory({
        tsconfig: 'auto',
        conditionNames: [...conditions, 'types', 'node', 'import', 'require', 'default'],
        extensions,
        extensionAlias: {
          '.js': ['.ts', '.tsx', '.js', '.jsx'],
          '.jsx': ['.tsx', '.jsx'],
          '.mjs': ['.mts', '.mjs'],
          '.cjs': ['.cts', '.cjs'],
        },
        mainFields: ['types', 'module', 'main'],
        mainFiles: ['index'],
      });
      made.set(key, resolver);
    }
    return resolver;
  };
  return (fromFile, specifier, isFile = false) => {
    const folder = dirname(fromFile);
    const key = `${folder}\0${specifier}`;
    let target = known.get(key);
    if (!target) {
      target = resolve(resolverFor(folder), fromFile, specifier, isFile);
      known.set(key, target);
    }
    return target;
  };
}

function resolve(
  resolver: InstanceType<SourceTools['ResolverFactory']>,
  fromFile: string,
  specifier: string,
  isFile: boolean,
): Target {
  const bare = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || nodeModules.has(bare)) return { kind: 'node', name: bare };
  // A file that is read is found by its path alone; it may be a folder, or be made later.
  if (isFile || specifier.startsWith('file:'))
    return { kind: 'file', absolute: placeOfUrl(fromFile, specifier) };
  const request = specifier.replace(/[?].*$/, '');
  let found = resolver.resolveFileSync(fromFile, request);
  // Node takes paths for URLs: with escapes, and with a part behind a hash.
  if (found.path === undefined && request.startsWith('.'))
    found = resolver.resolveFileSync(fromFile, placeOfUrl(fromFile, specifier));
  const path = withoutHash(found.path) ?? resolver.resolveDtsSync(fromFile, request).path;
  if (path === undefined)
    return installed(fromFile, request) ?? { kind: 'nowhere', reason: found.error ?? 'not found' };
  const inPackage = installedPackage(path);
  if (inPackage) return inPackage;
  const relativeOrAlias = request.startsWith('.') || request.startsWith('/');
  const manifest = relativeOrAlias ? undefined : (found.packageJsonPath ?? nearestManifest(path));
  const name = manifest === undefined ? undefined : nameOf(manifest);
  // Only what the import itself calls a package is one: an alias of tsconfig.json leads to a file.
  if (manifest === undefined || name === undefined || !(request === name || request.startsWith(`${name}/`)))
    return { kind: 'file', absolute: path };
  const local = realpathSync(dirname(manifest));
  return { kind: 'package', name, inside: relative(local, path).split(sep).join('/'), local };
}

/** A resolved path keeps what stands behind a hash in the import, unless the file is called so. */
function withoutHash(path: string | undefined): string | undefined {
  return path?.includes('#') && !existsSync(path) ? path.slice(0, path.lastIndexOf('#')) : path;
}

function placeOfUrl(fromFile: string, specifier: string): string {
  try {
    const absolute = fileURLToPath(new URL(specifier, pathToFileURL(fromFile)));
    return existsSync(absolute) ? realpathSync(absolute) : absolute;
  } catch {
    return '';
  }
}

/** The folder into which a request leads of which only the beginning is known; undefined when that tells nothing. */
export function folderReached(fromFile: string, beginning: string): string | undefined {
  if (!beginning.includes('/')) return undefined;
  const known = beginning.slice(0, beginning.lastIndexOf('/') + 1);
  if (known.startsWith('.')) {
    const folder = join(dirname(fromFile), known);
    return existsSync(folder) ? realpathSync(folder) : folder;
  }
  const found = installed(fromFile, known);
  return found?.kind === 'package' && found.local !== undefined ? join(found.local, found.inside) : undefined;
}

/** The package that a bare specifier names: `@a/b/c` is of `@a/b`, `a/b` is of `a`. */
export function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The package that a path below `node_modules` belongs to. */
function installedPackage(path: string): Target | undefined {
  const parts = path.split(sep);
  const at = parts.lastIndexOf('node_modules');
  if (at === -1) return undefined;
  const scoped = parts[at + 1]?.startsWith('@') ? 2 : 1;
  const name = parts
    .slice(at + 1, at + 1 + scoped)
    .join('/')
    .replace(/^@types\//, '');
  return { kind: 'package', name, inside: parts.slice(at + 1 + scoped).join('/') };
}

/** A package that is there although what is wanted of it is not built: its name is what rules need. */
function installed(fromFile: string, specifier: string): Target | undefined {
  if (/^[./#~]/.test(specifier)) return undefined;
  const name = packageNameOf(specifier);
  for (let folder = dirname(fromFile); ; folder = dirname(folder)) {
    try {
      const local = realpathSync(`${folder}/node_modules/${name}`);
      const inside = specifier.slice(name.length + 1);
      return {
        kind: 'package',
        name,
        inside,
        local: local.includes(`${sep}node_modules${sep}`) ? undefined : local,
      };
    } catch {
      if (folder === dirname(folder)) return undefined;
    }
  }
}

function nearestManifest(path: string): string | undefined {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder))
    if (nameOf(`${folder}/package.json`) !== undefined) return `${folder}/package.json`;
  return undefined;
}

function nameOf(manifest: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name;
  } catch {
    return undefined;
  }
}
