import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { ResolverFactory } from 'oxc-resolver';

/** Where an import leads: to a file of the repository, a package, a module of Node, or nowhere. */
export type Resolution =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'unresolved'; readonly reason: string };

const NODE_MODULES = new Set(builtinModules);

/** Resolves as Node does with the `@metes/source` condition; declaration-only packages count as resolved. */
export function moduleResolver(root: string): (fromFile: string, specifier: string) => Resolution {
  const resolver = new ResolverFactory({
    conditionNames: ['@metes/source', 'types', 'node', 'import', 'default'],
    extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    mainFields: ['types', 'module', 'main'],
  });
  const known = new Map<string, Resolution>();
  return (fromFile, specifier) => {
    const folder = dirname(join(root, fromFile));
    const key = `${folder}\0${specifier}`;
    let resolution = known.get(key);
    if (!resolution) {
      resolution = resolve(resolver, root, folder, specifier);
      known.set(key, resolution);
    }
    return resolution;
  };
}

function resolve(resolver: ResolverFactory, root: string, folder: string, specifier: string): Resolution {
  const bare = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || NODE_MODULES.has(bare)) return { kind: 'node', name: bare };
  const found = resolver.sync(folder, specifier);
  if (!found.path) return { kind: 'unresolved', reason: found.error ?? 'not found' };
  const path = relative(root, found.path).split(sep).join('/');
  if (path.startsWith('../') || path.split('/').includes('node_modules')) {
    return { kind: 'package', name: packageName(specifier) };
  }
  return { kind: 'file', path };
}

/** The package a bare specifier names: `@a/b/c` is of `@a/b`, `a/b` is of `a`. */
export function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
