import type { Kernel } from '../kernel.ts';
import type { Rule } from './rule.ts';

const semver = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** A kernel is a product: it has an owner, a version, a place and a bound. */
export const kernelsAreProducts: Rule = (map) =>
  map.relations
    .filter(({ kind }) => kind === 'sharedKernel')
    .flatMap(({ kernel, upstream, downstream }) => {
      const fault = faultOf(kernel);
      const values = {
        kernel: kernel?.name ?? 'unnamed',
        one: upstream.name,
        other: downstream.name,
        fault,
      };
      return fault === undefined
        ? []
        : [{ code: 'METES_MAP_KERNEL_INCOMPLETE', severity: 'error', values, context: upstream.name }];
    });

/** All who share a kernel share the same version of it. */
export const kernelsAreOfOneVersion: Rule = (map) => {
  const versions = new Map<string, string>();
  return map.relations.flatMap(({ kernel, upstream }) => {
    if (!kernel) return [];
    const first = versions.get(kernel.name) ?? kernel.version;
    versions.set(kernel.name, first);
    const values = { kernel: kernel.name, oneVersion: first, otherVersion: kernel.version };
    return first === kernel.version
      ? []
      : [{ code: 'METES_MAP_KERNEL_SKEW', severity: 'error', values, context: upstream.name }];
  });
};

/** What is shared stays small. */
export const kernelsStaySmall: Rule = (map, { kernels = {} }) => {
  const shared = new Map(map.relations.flatMap(({ kernel }) => (kernel ? [[kernel.name, kernel]] : [])));
  return [...shared.values()].flatMap(({ name, budget }) => {
    const lines = kernels[name] ?? 0;
    return lines > budget
      ? [{ code: 'METES_MAP_KERNEL_OVER_BUDGET', severity: 'error', values: { kernel: name, lines, budget } }]
      : [];
  });
};

function faultOf(kernel: Kernel | undefined): string | undefined {
  if (!kernel) return 'no description';
  if (kernel.owner.trim() === '') return 'no owner';
  if (!semver.test(kernel.version)) return `"${kernel.version}" for a version`;
  if (!Number.isInteger(kernel.budget) || kernel.budget < 1) return 'no size budget in lines';
  if (kernel.path.trim() === '') return 'no folder';
  return undefined;
}
