import type { Findings } from '../checker.ts';
import type { Workspace } from '../core/workspace.ts';
import { SYSTEMS } from './deps-table.ts';
import type { Manifest } from './manifest.ts';

const LOCK = 'package-lock.json';

interface Locked extends Manifest {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

/** The lock file says what the manifests say, names no host, and has the binaries of every system. */
export function lock(workspace: Workspace, manifests: readonly string[], findings: Findings): void {
  if (!workspace.has(LOCK)) {
    findings.add(LOCK, 1, 'There is no lock file. Run "npm install" and commit it.');
    return;
  }
  const packages = workspace.json(LOCK)['packages'] as Record<string, Locked>;
  for (const [path, locked] of Object.entries(packages)) {
    if (/^[a-z+]+:\/\//.test(locked.resolved ?? '')) {
      findings.add(
        LOCK,
        lineOf(workspace, path),
        `"${path}" names a host. Run "npm install --package-lock-only" with the settings of .npmrc.`,
      );
    }
  }
  for (const path of manifests) inSync(workspace, path, packages, findings);
  everySystem(workspace, packages, findings);
}

function inSync(
  workspace: Workspace,
  path: string,
  packages: Readonly<Record<string, Locked>>,
  findings: Findings,
): void {
  const folder = path === 'package.json' ? '' : path.slice(0, -'/package.json'.length);
  const manifest = workspace.json(path) as Manifest;
  const locked = packages[folder];
  for (const field of [
    'dependencies',
    'devDependencies',
    'optionalDependencies',
    'peerDependencies',
  ] as const) {
    const names = new Set([...Object.keys(manifest[field] ?? {}), ...Object.keys(locked?.[field] ?? {})]);
    for (const name of names) {
      const wanted = manifest[field]?.[name];
      const held = locked?.[field]?.[name];
      if (wanted !== held) {
        findings.add(
          LOCK,
          lineOf(workspace, folder),
          `${path} has ${name} ${wanted ?? 'not at all'} in ${field}, the lock file has ${held ?? 'none'}. Run "npm install --package-lock-only".`,
        );
        continue;
      }
      const installed = packages[`${folder}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
      if (field !== 'peerDependencies' && installed && !installed.link && installed.version !== wanted) {
        findings.add(
          LOCK,
          lineOf(workspace, `node_modules/${name}`),
          `The lock file holds ${name} ${installed.version}, ${path} asks for ${wanted}. Run "npm install --package-lock-only".`,
        );
      }
    }
  }
}

/** A lock file written where a registry lacks some binaries misses them, and the tool fails on that system. */
function everySystem(
  workspace: Workspace,
  packages: Readonly<Record<string, Locked>>,
  findings: Findings,
): void {
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  for (const [path, locked] of Object.entries(packages)) {
    const optional = Object.keys(locked.optionalDependencies ?? {});
    const missing = SYSTEMS.filter(({ pattern }) => {
      const binaries = optional.filter((name) => pattern.test(name));
      return binaries.length > 0 && !binaries.some((name) => names.has(name));
    });
    if (missing.length === 0) continue;
    const systems = missing.map((system) => system.name).join(', ');
    findings.add(
      LOCK,
      lineOf(workspace, path),
      `${path} ${locked.version ?? ''} has no binary for ${systems} in the lock file. Pin a version whose binaries are all in the registry and run "npm install --package-lock-only".`,
    );
  }
}

function lineOf(workspace: Workspace, path: string): number {
  return (
    1 +
    Math.max(
      0,
      workspace
        .text(LOCK)
        .split('\n')
        .findIndex((line) => line.includes(`"${path}": {`)),
    )
  );
}
