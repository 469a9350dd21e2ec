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

/** What is shared lies in a folder of its own inside the repository. Whether it is that of a context, files tell. */
export const kernelsLieInTheirOwnFolder: Rule = (map) =>
  map.relations.flatMap(({ kernel, upstream, downstream }) => {
    const fault = kernel && faultOfPath(kernel.path);
    if (!kernel || fault === undefined) return [];
    const { name, path } = kernel;
    const values = {
      kernel: name,
      one: upstream.name,
      other: downstream.name,
      path,
      fault,
      folder: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    };
    return [{ code: 'METES_MAP_KERNEL_PLACE', severity: 'error', values, context: upstream.name }];
  });

/** All who share a kernel share one and the same: its name as it is written, its version, owner, folder and bound. */
export const kernelsAreOfOneVersion: Rule = (map) => {
  const kernels = new Map<string, Kernel>();
  return map.relations.flatMap(({ kernel, upstream }) => {
    if (!kernel) return [];
    const first = kernels.get(kernelKey(kernel)) ?? kernel;
    kernels.set(kernelKey(kernel), first);
    const skew = said.find((say) => say(first) !== say(kernel));
    if (!skew) return [];
    const values = { kernel: kernel.name, oneVersion: skew(first), otherVersion: skew(kernel) };
    return [{ code: 'METES_MAP_KERNEL_SKEW', severity: 'error', values, context: upstream.name }];
  });
};

/** What a kernel is wherever it is named. */
const said: readonly ((kernel: Kernel) => string)[] = [
  ({ name }) => `called "${name}"`,
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

/** Capitals make no other kernel. */
export function kernelKey({ name }: Kernel): string {
  return name.toLowerCase();
}

function faultOfPath(path: string): string | undefined {
  // That there is no path is another fault.
  if (isBlank(path)) return undefined;
  if (/^(?:[\\/]|[A-Za-z]:)/.test(path)) return 'which is a place on one machine only';
  const steps = path.split(/[\\/]+/).filter((each) => each !== '' && each !== '.');
  if (steps.includes('..')) return 'which may lead out of the repository';
  if (steps.length === 0) return 'which is everything there is';
  return /[\\\p{Cc}*?"<>|:]/u.test(path) ? 'which no folder is called everywhere' : undefined;
}

function faultOf(kernel: Kernel | undefined): string | undefined {
  if (!kernel) return 'no description';
  if (isBlank(kernel.owner)) return 'no owner';
  if (!semver.test(kernel.version)) return `"${kernel.version}" for a version`;
  if (!Number.isInteger(kernel.budget) || kernel.budget < 1) return 'no size budget in lines';
  if (isBlank(kernel.path)) return 'no folder';
  return undefined;
}

/** What is left out past the compiler is missing too. */
function isBlank(text: string | undefined): boolean {
  return (text ?? '').trim() === '';
}
