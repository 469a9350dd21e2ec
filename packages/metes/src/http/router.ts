import type { PathPattern } from './path-pattern.ts';

interface Branch<T> {
  readonly literals: Map<string, Branch<T>>;
  parameter: Branch<T> | undefined;
  readonly methods: Map<string, T>;
}

/** What a path leads to: a target with the values of its parameters, or only the methods that it takes. */
export type Found<T> =
  | { readonly target: T; readonly values: readonly string[] }
  | { readonly target: undefined; readonly allow: readonly string[] };

/** Finds what answers a method and a path, segment by segment; fixed segments come before parameters. */
export class Router<T> {
  readonly #root: Branch<T> = emptyBranch();

  /** Adds a target; gives the one that is there already for the same requests, and changes nothing then. */
  add(method: string, pattern: PathPattern, target: T): T | undefined {
    let branch = this.#root;
    for (const segment of pattern.segments) {
      if ('parameter' in segment) branch = branch.parameter ??= emptyBranch();
      else {
        let next = branch.literals.get(segment.literal);
        if (!next) branch.literals.set(segment.literal, (next = emptyBranch()));
        branch = next;
      }
    }
    const there = branch.methods.get(method);
    if (there === undefined) branch.methods.set(method, target);
    return there;
  }

  /** @param segments the path without its first slash, taken apart and decoded; undefined is given for an unknown path */
  find(method: string, segments: readonly string[]): Found<T> | undefined {
    const allow = new Set<string>();
    const values: string[] = [];
    const target = search(this.#root, segments, 0, method, values, allow);
    if (target !== undefined) return { target, values };
    if (allow.size === 0) return undefined;
    if (allow.has('GET')) allow.add('HEAD');
    return { target: undefined, allow: [...allow].sort() };
  }
}

function emptyBranch<T>(): Branch<T> {
  return { literals: new Map(), parameter: undefined, methods: new Map() };
}

/** Goes no deeper than the longest pattern, whatever the path is. */
function search<T>(
  branch: Branch<T>,
  segments: readonly string[],
  at: number,
  method: string,
  values: string[],
  allow: Set<string>,
): T | undefined {
  const segment = segments[at];
  if (segment === undefined) {
    const target = branch.methods.get(method) ?? (method === 'HEAD' ? branch.methods.get('GET') : undefined);
    if (target === undefined) for (const each of branch.methods.keys()) allow.add(each);
    return target;
  }
  const next = branch.literals.get(segment);
  if (next) {
    const target = search(next, segments, at + 1, method, values, allow);
    if (target !== undefined) return target;
  }
  if (!branch.parameter || segment === '') return undefined;
  values.push(segment);
  const target = search(branch.parameter, segments, at + 1, method, values, allow);
  if (target === undefined) values.pop();
  return target;
}
