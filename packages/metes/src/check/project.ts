import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Context } from '../model/context.ts';
import type { ContextMap } from '../model/context-map.ts';
import type { CheckSettings, SystemDefinition } from '../start/define-system.ts';
import type { Import } from './import.ts';
import { kernelFolder } from './kernel-folder.ts';
import { made, type Place, placeOf } from './place.ts';
import { folderReached, type Resolve, resolverOf, type Target } from './resolver.ts';
import { SourceFile } from './source-file.ts';
import type { SourceTools } from './source-parser.ts';

/** The sources of one context. */
export interface ContextSources {
  readonly context: Context;
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly SourceFile[];
  /** Other files that people write: SQL and JSON. */
  readonly documents: readonly DocumentFile[];
}

/** The sources of a shared kernel; their place has no context. */
export interface KernelSources {
  readonly name: string;
  readonly files: readonly SourceFile[];
}

/** A file of a context that is no source. */
export interface DocumentFile {
  /** As it is told. */
  readonly path: string;
  readonly text: string;
  readonly place: Place;
}

/** Where an import of a file leads, and whose it is. */
export interface Reach {
  readonly target: Target;
  /** Set when it leads to a file of a context. */
  readonly place?: Place | undefined;
}

/** A system as rules see it: its map and its parsed sources. */
export interface Project {
  readonly map: ContextMap;
  readonly settings: CheckSettings;
  /** The folder of the configuration. */
  readonly home: string;
  /** The folder that paths are told from. */
  readonly seenFrom: string;
  readonly contexts: readonly ContextSources[];
  /** The sources of shared kernels. */
  readonly kernels: readonly KernelSources[];
  /** Folders that lie beside those of the contexts and that the map does not know, absolute. */
  readonly strangers: readonly string[];
  readonly reach: (file: SourceFile, imported: Import) => Reach;
  /** The place of a path on the disk; undefined outside of every context. */
  readonly placeOf: (absolute: string) => Place | undefined;
  /** A path as it is told. */
  readonly told: (absolute: string) => string;
}

/** What a project is read from. */
export interface ProjectParts {
  readonly map: ContextMap;
  readonly home: string;
  readonly seenFrom?: string;
  readonly settings?: CheckSettings & Pick<SystemDefinition, 'folders'>;
  readonly tools: SourceTools;
  /** Texts that stand for those on the disk, by absolute path: the sources as somebody edits them. */
  readonly edited?: Readonly<Record<string, string>>;
}

const sourceFile = /\.[cm]?[jt]sx?$/;
const documentFile = /\.(sql|json)$/;

/** Reads the sources of every context of a map. */
export function readProject(parts: ProjectParts): Project {
  const { map, tools, settings = {}, edited = {} } = parts;
  const home = realpathSync(parts.home);
  const seenFrom = realpathSync(parts.seenFrom ?? home);
  const told = (absolute: string): string => relative(seenFrom, absolute).split(sep).join('/') || '.';
  const folderOf = (name: string): string => {
    const folder = resolve(home, settings.folders?.[name] ?? join('contexts', name));
    return existsSync(folder) ? realpathSync(folder) : folder;
  };
  const folders = map.contexts.map(({ name }) => ({ name, folder: folderOf(name) }));
  // The deepest folder first, so that a context inside the folder of another is found as itself.
  const byDepth = folders.toSorted((a, b) => b.folder.length - a.folder.length);
  const placeIn = (absolute: string): Place | undefined => {
    const owner = byDepth.find(({ folder }) => absolute === folder || absolute.startsWith(folder + sep));
    return owner && placeOf(owner.name, relative(owner.folder, absolute).split(sep).join('/'));
  };
  /** The files of a folder that people write, with their texts as they are edited. */
  const textsBelow = (
    folder: string,
    place: (absolute: string) => Place | undefined,
  ): readonly FileText[] => {
    const edits = Object.keys(edited).filter((path) => path.startsWith(folder + sep));
    return [...new Set([...filesBelow(folder), ...edits])]
      .filter((path) => sourceFile.test(path) || documentFile.test(path))
      .sort()
      .flatMap((absolute) => {
        const at = place(absolute);
        const text = (): string => edited[absolute] ?? readFileSync(absolute, 'utf8');
        return at ? [{ absolute, path: told(absolute), text: text(), place: at }] : [];
      });
  };
  const parsed = (texts: readonly FileText[]): readonly SourceFile[] =>
    texts.filter(({ path }) => sourceFile.test(path)).map((each) => new SourceFile(each, tools));
  const contexts = map.contexts.map((context, index): ContextSources => {
    const { folder } = folders[index]!;
    const texts = textsBelow(folder, (absolute) => {
      const place = placeIn(absolute);
      return place?.context === context.name ? place : undefined;
    });
    return {
      context,
      folder,
      files: parsed(texts),
      documents: texts.filter(({ path }) => documentFile.test(path)),
    };
  });
  const kernels = kernelsOf(map).flatMap(({ name, path }): KernelSources[] => {
    const folder = kernelFolder({ home, seenFrom }, path);
    const nowhere = (absolute: string): Place => placeOf('', relative(home, absolute).split(sep).join('/'));
    return folder === undefined ? [] : [{ name, files: parsed(textsBelow(folder, nowhere)) }];
  });
  const resolveImport: Resolve = resolverOf(tools);
  return {
    map,
    settings,
    home,
    seenFrom,
    contexts,
    kernels,
    strangers: strangersBeside(contexts),
    placeOf: placeIn,
    told,
    reach: (file, imported) => {
      if (imported.specifier === undefined) {
        const reason = 'its name is put together at run time';
        const folder = folderReached(file.absolute, imported.beginning ?? '');
        const place = folder === undefined ? undefined : placeIn(join(folder, '_'));
        const inside = place?.inside.slice(0, -1);
        const wide = !place && folders.some((each) => each.folder.startsWith(`${folder}${sep}`));
        return { target: { kind: 'nowhere', reason, wide }, place: place && { ...place, inside: inside! } };
      }
      const target = resolveImport(file.absolute, imported.specifier, imported.kind === 'file');
      const absolute = absoluteOf(target);
      return { target, place: absolute === undefined ? undefined : placeIn(absolute) };
    },
  };
}

interface FileText extends DocumentFile {
  readonly absolute: string;
}

/** The kernels of a map, each once. */
function kernelsOf({ relations }: ContextMap) {
  return [
    ...new Map(relations.flatMap(({ kernel }) => (kernel ? [[kernel.name, kernel] as const] : []))).values(),
  ];
}

function absoluteOf(target: Target): string | undefined {
  if (target.kind === 'file') return target.absolute;
  return target.kind === 'package' && target.local !== undefined
    ? join(target.local, target.inside)
    : undefined;
}

function filesBelow(folder: string, beside: ReadonlySet<string> = made): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return beside.has(entry.name) ? [] : filesBelow(path, new Set());
    }
    return entry.isFile() ? [path] : [];
  });
}

/** Folders with sources among those of the contexts, where a context would lie. */
function strangersBeside(contexts: readonly ContextSources[]): string[] {
  const own = contexts.map(({ folder }) => folder);
  const parents = new Set(
    own.filter((folder) => basename(dirname(folder)) === 'contexts').map((each) => dirname(each)),
  );
  return [...parents].flatMap((parent) =>
    existsSync(parent)
      ? readdirSync(parent, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !made.has(entry.name))
          .map((entry) => join(parent, entry.name))
          .filter(
            (folder) => !own.includes(folder) && filesBelow(folder).some((path) => sourceFile.test(path)),
          )
      : [],
  );
}
