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

/** All who share a kernel share one and the same: its version, owner, folder and bound. */
export const kernelsAreOfOneVersion: Rule = (map) => {
  const kernels = new Map<string, Kernel>();
  return map.relations.flatMap(({ kernel, upstream }) => {
    if (!kernel) return [];
    const first = kernels.get(kernel.name) ?? kernel;
    kernels.set(kernel.name, first);
    const skew = said.find((say) => say(first) !== say(kernel));
    if (!skew) return [];
    const values = { kernel: kernel.name, oneVersion: skew(first), otherVersion: skew(kernel) };
    return [{ code: 'METES_MAP_KERNEL_SKEW', severity: 'error', values, context: upstream.name }];
  });
};

/** What a kernel is wherever it is named. */
const said: readonly ((kernel: Kernel) => string)[] = [
  ({ version }) => version,
  ({ owner }) => `owned by ${owner}`,
  ({ path }) => `in ${path}`,
  ({ budget }) => `bound to ${budget} lines`,
];

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
  // What is left out past the compiler is missing too.
  const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === '';
  if (isBlank(kernel.owner)) return 'no owner';
  if (!semver.test(kernel.version)) return `"${kernel.version}" for a version`;
  if (!Number.isInteger(kernel.budget) || kernel.budget < 1) return 'no size budget in lines';
  if (isBlank(kernel.path)) return 'no folder';
  return undefined;
}
