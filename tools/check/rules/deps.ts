import { Findings, type Checker } from '../checker.ts';
import type { Workspace } from '../core/workspace.ts';
import { DECISIONS, FREE_RUNTIME_DEPENDENCIES, NO_REGISTRY_IN_LOCK } from './deps-table.ts';
import { lock } from './lock.ts';
import type { Manifest } from './manifest.ts';

const EXACT = /^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;

/** Few dependencies, pinned exactly, with a lock file that serves every system. */
export const deps: Checker = {
  name: 'deps',
  about: 'few dependencies, exact versions, a lock file for every system',
  run(workspace) {
    const findings = new Findings('deps');
    const manifests = workspace.files.filter((path) =>
      /^(packages\/[^/]+\/|shop\/|bench\/)?package\.json$/.test(path),
    );
    for (const path of manifests) {
      const manifest = workspace.json(path) as Manifest;
      // Peer versions stay ranges: an exact one would forbid the user's own copy.
      for (const field of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
        for (const [name, version] of Object.entries(manifest[field] ?? {})) {
          if (!EXACT.test(version))
            findings.add(
              path,
              lineOf(workspace, path, name),
              `"${name}" is not pinned ("${version}"). Write one exact version.`,
            );
        }
      }
    }
    runtimeDependencies(workspace, findings);
    npmSettings(workspace, findings);
    lock(workspace, manifests, findings);
    return findings.report();
  },
};

/** What a user's install of the toolkit brings along: dependencies, and peers that are not optional. */
function runtimeDependencies(workspace: Workspace, findings: Findings): void {
  const path = 'packages/metes/package.json';
  if (!workspace.has(path)) return;
  const manifest = workspace.json(path) as Manifest;
  const peers = Object.keys(manifest.peerDependencies ?? {}).filter(
    (name) => !manifest.peerDependenciesMeta?.[name]?.optional,
  );
  const decisions = workspace.under([DECISIONS], '.md').map((file) => workspace.text(file));
  for (const name of [...Object.keys(manifest.dependencies ?? {}), ...peers]) {
    if (FREE_RUNTIME_DEPENDENCIES.includes(name) || decisions.some((text) => text.includes(`\`${name}\``)))
      continue;
    findings.add(
      path,
      lineOf(workspace, path, name),
      `The toolkit needs "${name}" at run time, and no decision allows it. Name it as \`${name}\` in a record under ${DECISIONS}/, make it an optional peer, or do without.`,
    );
  }
}

function npmSettings(workspace: Workspace, findings: Findings): void {
  const lines = workspace.has('.npmrc') ? workspace.text('.npmrc').split('\n') : [];
  if (!lines.some((line) => line.replaceAll(' ', '') === NO_REGISTRY_IN_LOCK)) {
    findings.add(
      '.npmrc',
      1,
      `Add the line ${NO_REGISTRY_IN_LOCK}, so that the lock file names no registry.`,
    );
  }
  for (const [index, line] of lines.entries()) {
    if (/registry\s*=|\/\/[^/]+\/:|_auth/i.test(line) && !line.startsWith('omit-')) {
      findings.add(
        '.npmrc',
        index + 1,
        'The settings of the repository name a registry or a credential. Keep that in the settings of the user.',
      );
    }
  }
}

function lineOf(workspace: Workspace, path: string, name: string): number {
  return (
    1 +
    Math.max(
      0,
      workspace
        .text(path)
        .split('\n')
        .findIndex((line) => line.includes(`"${name}":`)),
    )
  );
}
