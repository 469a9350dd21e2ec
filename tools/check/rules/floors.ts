import { Findings, type Checker } from '../checker.ts';
import { TOOLKIT, isTest } from '../core/file-kinds.ts';
import type { Import } from '../core/imports-of.ts';
import { packageName, type Resolution } from '../core/module-resolver.ts';
import type { ParsedFile } from '../core/parsed-file.ts';
import { floorOf, HIGHEST_PURE_FLOOR, HIGHEST_ROOT_FLOOR, PACKAGES_OF_PURE_FLOORS } from './floor-table.ts';

/** Imports of the toolkit go down only, and its pure floors name no I/O. */
export const floors: Checker = {
  name: 'floors',
  about: 'imports of the toolkit go down its floors only',
  run(workspace) {
    const findings = new Findings('floors');
    for (const path of workspace.under([TOOLKIT])) {
      if (isTest(path)) continue;
      const file = workspace.parse(path);
      const folder = folderOf(path);
      if (folder !== '' && floorOf(folder) === undefined) {
        findings.add(
          path,
          1,
          `The folder "${folder}" has no floor. Add it to tools/check/rules/floor-table.ts or move the file.`,
        );
        continue;
      }
      if (folder === '' && path !== `${TOOLKIT}/index.ts`) {
        findings.add(
          path,
          1,
          'Only index.ts lies directly in src. Move this file to the folder of its floor.',
        );
        continue;
      }
      for (const imported of file.imports) {
        const message =
          folder === ''
            ? rootMessage(workspace.resolve(file, imported), imported)
            : floorMessage(folder, workspace.resolve(file, imported), imported);
        if (message) findings.add(path, imported.line, message);
      }
    }
    for (const path of workspace.under(['shop', 'bench'])) {
      const file = workspace.parse(path);
      for (const imported of file.imports) {
        if (reachesIntoToolkit(file, imported, workspace.resolve(file, imported))) {
          findings.add(
            path,
            imported.line,
            `"${imported.specifier}" reaches into the toolkit by path. Import it from "metes" or "metes/<part>".`,
          );
        }
      }
    }
    return findings.report();
  },
};

function folderOf(path: string): string {
  const inside = path.slice(TOOLKIT.length + 1).split('/');
  return inside.length > 1 ? (inside[0] ?? '') : '';
}

function rootMessage(target: Resolution, imported: Import): string | undefined {
  if (target.kind === 'file' && target.path.startsWith(`${TOOLKIT}/`)) {
    const folder = folderOf(target.path);
    const floor = floorOf(folder);
    if (floor === undefined || floor <= HIGHEST_ROOT_FLOOR) return undefined;
    return `index.ts shows "${folder}", which is floor ${floor}. The root entry shows floors 0 to ${HIGHEST_ROOT_FLOOR}; let users import it from "metes/${folder}".`;
  }
  return `index.ts may name only floors 0 to ${HIGHEST_ROOT_FLOOR} of the toolkit. Take out "${imported.specifier}".`;
}

function floorMessage(folder: string, target: Resolution, imported: Import): string | undefined {
  const own = floorOf(folder) ?? 0;
  const pure = own <= HIGHEST_PURE_FLOOR;
  if (target.kind === 'node') {
    return pure
      ? `${folder}/ imports node:${target.name}, but floors 0 to ${HIGHEST_PURE_FLOOR} know no Node modules. Put it behind a port of runtime/ and implement the port on floor 4.`
      : undefined;
  }
  if (target.kind === 'file') return fileMessage(folder, own, target.path, imported);
  const name = packageName(imported.specifier);
  if (!pure || imported.specifier.startsWith('.') || PACKAGES_OF_PURE_FLOORS.includes(name)) return undefined;
  return `${folder}/ imports the package "${name}", but floors 0 to ${HIGHEST_PURE_FLOOR} stand on nothing but ${PACKAGES_OF_PURE_FLOORS.join(', ')}. Move the code to an adapter on floor 4.`;
}

function fileMessage(folder: string, own: number, path: string, imported: Import): string | undefined {
  if (!path.startsWith(`${TOOLKIT}/`)) {
    return path.endsWith('package.json')
      ? undefined
      : `"${imported.specifier}" leads out of the toolkit's sources. The published package would miss it; move it inside.`;
  }
  const other = folderOf(path);
  if (other === folder) return undefined;
  if (other === '')
    return `${folder}/ imports the root entry, which stands above it. Import the file itself.`;
  const floor = floorOf(other);
  if (floor === undefined || floor < own) return undefined;
  if (floor === own)
    return `${folder}/ and ${other}/ are siblings on floor ${own} and never see each other. Move what they share to a floor below.`;
  return `${folder}/ (floor ${own}) imports ${other}/ (floor ${floor}), which is above it. Turn it round: define a port here and implement it there.`;
}

function reachesIntoToolkit(file: ParsedFile, imported: Import, target: Resolution): boolean {
  return (
    imported.specifier.startsWith('.') &&
    target.kind === 'file' &&
    target.path.startsWith(`${TOOLKIT}/`) &&
    !file.path.startsWith('packages/')
  );
}
