/** Marks a path that leads nowhere. */
export interface NoSuchField {
  readonly '~no such field': true;
}

/** What stands at one key of a type; of a union, what may stand there. */
type Member<T, K extends string> = T extends null | undefined
  ? undefined
  : K extends keyof T
    ? string extends keyof T
      ? T[K] | undefined
      : T[K]
    : NoSuchField;

/** Known in some members of a union is known, and absent in the others. */
type Settled<M> = 0 extends 1 & M
  ? M
  : [M] extends [undefined]
    ? undefined
    : [Exclude<M, undefined>] extends [NoSuchField]
      ? NoSuchField
      : NoSuchField extends M
        ? Exclude<M, NoSuchField> | undefined
        : M;

/** The type at a path with dots, or `NoSuchField`. */
export type At<T, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? At<Settled<Member<T, Head>>, Rest>
  : Settled<Member<T, Path>>;

/** The types at several paths. */
export type AtAll<T, Paths extends readonly string[]> = { -readonly [I in keyof Paths]: At<T, Paths[I]> };

/** The paths among these that lead nowhere. */
export type Strangers<T, Path extends string> = Path extends unknown
  ? 0 extends 1 & At<T, Path>
    ? never
    : [At<T, Path>] extends [NoSuchField]
      ? Path
      : never
  : never;

/** What stands at a path of a document; undefined where a level is missing. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** Puts a value at a path, making the levels above it. False when another value is there already. */
export function putAt(
  document: Record<string, unknown>,
  path: string,
  value: unknown,
  same: (one: unknown, other: unknown) => boolean,
): boolean {
  const steps = path.split('.');
  const last = steps.pop()!;
  let level = document;
  for (const step of steps) {
    if (!Object.hasOwn(level, step)) define(level, step, {});
    level = level[step] as Record<string, unknown>;
  }
  if (Object.hasOwn(level, last)) return same(level[last], value);
  define(level, last, value);
  return true;
}

/** As an own field, whatever its name: `__proto__` is a word like any other. */
function define(level: object, name: string, value: unknown): void {
  Object.defineProperty(level, name, { value, enumerable: true, writable: true, configurable: true });
}
