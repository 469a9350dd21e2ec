import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { nameGiven } from '../base/given.ts';
import { MetesError } from '../base/errors.ts';
import { cmlMark, exportCml } from '../draw/cml/cml-export.ts';
import { codeOwners, codeOwnersMarks, hasCodeOwnersBlock, type Ownership } from '../draw/codeowners.ts';
import { layOut } from '../draw/layout.ts';
import { layoutEngine } from '../draw/layout-engine.ts';
import type { MapPicture } from '../draw/map-picture.ts';
import { isSnapshot, snapshotText } from '../draw/map-snapshot.ts';
import { pageMark, pagesOf } from '../draw/pages.ts';
import { svg } from '../draw/svg.ts';
import type { Typed } from './command.ts';
import type { LoadedSystem } from './config-file.ts';
import { contextFolders, fromRoot } from './context-folders.ts';
import { snapshotFile } from './map-diff.ts';
import type { WantedFile } from './written-files.ts';

/**
 * The files that `metes map` was asked to write.
 *
 * @throws METES_DRAW_LAYOUT_MISSING, METES_DRAW_TEAM_UNKNOWN, METES_DRAW_FOLDER_MISSING
 */
export async function mapFiles(
  typed: Typed,
  map: MapPicture,
  system: LoadedSystem,
  folder: string,
): Promise<readonly WantedFile[]> {
  const path = (option: string): string | undefined => {
    const value = typed.value(option);
    return value === undefined ? undefined : resolve(folder, value);
  };
  const [picture, pages, cml, owners] = [path('svg'), path('markdown'), path('cml'), path('codeowners')];
  return [
    ...(picture === undefined
      ? []
      : [marked(picture, svg(await layOut(map, await layoutEngine()), map.name))]),
    ...(pages === undefined ? [] : await pageFiles(map, pages)),
    ...(cml === undefined ? [] : [cmlFile(map, cml)]),
    ...(typed.has('save') ? [snapshot(map, join(dirname(system.file), snapshotFile))] : []),
    ...(owners === undefined ? [] : [ownersFile(system, owners)]),
  ];
}

async function pageFiles(map: MapPicture, folder: string): Promise<readonly WantedFile[]> {
  const pages = pagesOf(map);
  const there = await readdir(folder).catch(() => []);
  const others = there.filter((name) => name.endsWith('.md') && !pages.has(name));
  const texts = await Promise.all(others.map((name) => readFile(join(folder, name), 'utf8')));
  const stale = others.filter((_, index) => texts[index]!.startsWith(pageMark));
  return [
    ...[...pages].map(([name, text]) => marked(join(folder, name), text)),
    ...stale.map((name) => ({ ...marked(join(folder, name), ''), content: () => undefined })),
  ];
}

function marked(path: string, text: string): WantedFile {
  return { path, content: () => text, isOurs: (now) => now.slice(0, 1000).includes(pageMark) };
}

function cmlFile(map: MapPicture, path: string): WantedFile {
  const content = exportCml(map);
  return { path, content: () => content, isOurs: (now) => now.startsWith(cmlMark) };
}

function snapshot(map: MapPicture, path: string): WantedFile {
  return { path, content: () => snapshotText(map), isOurs: isSnapshot };
}

function ownersFile(system: LoadedSystem, path: string): WantedFile {
  const ownerships = ownershipsOf(system);
  return {
    path,
    content: (now) => codeOwners(ownerships, now),
    isOurs: hasCodeOwnersBlock,
    foreign: (file) =>
      new MetesError('METES_DRAW_CODEOWNERS_UNMARKED', {
        owners: file,
        marks: `\n${codeOwnersMarks.trimEnd()}`,
      }),
  };
}

function ownershipsOf(system: LoadedSystem): readonly Ownership[] {
  const { file, definition } = system;
  const { contexts, relations } = definition.map;
  const folders = contextFolders(system);
  const kernels = new Map(
    relations.flatMap(({ kernel }) => (kernel ? [[kernel.path, kernel] as const] : [])),
  );
  const owned = [
    ...contexts.map(({ name, team }) => ({ path: `${folders.of.get(name)!}/`, team })),
    ...[...kernels.values()].map(({ path, owner }) => ({
      path: fromRoot(folders.root, resolve(dirname(file), path)),
      team: owner,
    })),
  ];
  const teams = definition.teams ?? {};
  const unknown = [...new Set(owned.map((each) => each.team).filter((team) => !Object.hasOwn(teams, team)))];
  if (unknown.length > 0)
    throw new MetesError('METES_DRAW_TEAM_UNKNOWN', {
      teams: unknown.join(', '),
      config: relative(folders.root, file) || basename(file),
      handles: `{ ${unknown.map((team) => `'${team}': '@organisation/${team.toLowerCase().replaceAll(/\W+/g, '-')}'`).join(', ')} }`,
    });
  return owned.map(({ path, team }) => ({ path, handles: handlesOf(team, teams[team]!) }));
}

/** A user, a team of an organisation, or an e-mail address; anything else would take the owner away, or add a line. */
const handle = /^(?:@[\w.-]+(?:\/[\w.-]+)*|[^\s@#]+@[^\s@#]+)$/;

function handlesOf(team: string, said: string | readonly string[]): readonly string[] {
  const handles = [said].flat();
  const wrong =
    handles.length === 0 ? '' : handles.find((each) => typeof each !== 'string' || !handle.test(each));
  if (wrong === undefined) return handles;
  throw new MetesError('METES_DRAW_HANDLE_INVALID', { team, handle: nameGiven(wrong) });
}
