import { sameJson, type Json } from '../../base/json.ts';
import { accepts } from './accepts.ts';
import type { Hints } from './hints.ts';
import type { JsonSchema, SchemaObject } from './json-schema.ts';
import { schemaOfShape } from './overlap.ts';
import { samplesOfPattern } from './pattern-samples.ts';
import type { Child, ListShape, ObjectShape, Shape, TextShape } from './shape.ts';
import { shapesOf } from './shapes-of.ts';

/** The most values that are made for one place of a document. */
const mostValues = 160;
/** How deep documents become, and those of schemas that contain themselves. */
const deepest = 24;
const deepestOfTrees = 6;

/**
 * Documents that a writer may write under its schema, small ones first: each place takes the values at which schemas
 * are likely to differ, one place at a time. Fields that the schema does not name are written only where
 * `additionalProperties` lets them.
 */
export function documentsOf(writer: JsonSchema, hints: Hints): readonly Json[] {
  return new Maker(writer, hints).values(writer, 0);
}

/** Deep inside, the usual values will do. */
function mostAt(depth: number): number {
  return depth < 3 ? mostValues : Math.max(mostValues >> (depth - 1), 8);
}

class Maker {
  readonly #root: JsonSchema;
  readonly #hints: Hints;
  readonly #deepest: number;
  /** What was made before, by depth: parts of a schema are met again and again. */
  readonly #made = new Map<Child, (readonly Json[])[]>();

  constructor(root: JsonSchema, hints: Hints) {
    this.#root = root;
    this.#hints = hints;
    this.#deepest = JSON.stringify(root).includes('"$ref"') ? deepestOfTrees : deepest;
  }

  values(child: Child, depth: number): readonly Json[] {
    if (depth > this.#deepest) return [];
    const made = this.#made.get(child) ?? [];
    this.#made.set(child, made);
    return (made[depth] ??= this.#make(child, depth));
  }

  #make(child: Child, depth: number): readonly Json[] {
    const byShape = shapesOf(child, this.#root).map((shape) => this.#ofShape(shape, depth));
    return inTurn(byShape).slice(0, mostAt(depth));
  }

  #ofShape(shape: Shape, depth: number): readonly Json[] {
    switch (shape.is) {
      case 'value':
        return [shape.value];
      case 'number': {
        const { least, most, steps } = shape;
        const edges = [least, most].flatMap((edge) =>
          edge === undefined
            ? []
            : [
                edge,
                edge + 1,
                edge - 1,
                edge + 0.5,
                edge - 0.5,
                ...steps.map((step) => Math.ceil(edge / step) * step),
              ],
        );
        return this.#fitting(shape, [...steps, ...this.#hints.numbers, ...edges]);
      }
      case 'string':
        return this.#texts(shape);
      case 'array':
        return this.#lists(shape, depth);
      case 'object':
        return this.#objects(shape, depth);
    }
  }

  #fitting<T extends Json>(shape: Shape, values: readonly T[]): readonly T[] {
    const schema = schemaOfShape(shape);
    return [...new Set(values)].filter((value) => accepts(schema, value, this.#root));
  }

  #texts(shape: TextShape): readonly string[] {
    const made = shape.patterns.flatMap(samplesOfPattern);
    const lengths = [shape.least, shape.most, shape.least + 1, ...this.#hints.lengths].filter(
      (each) => each <= 70_000,
    );
    const plain = shape.patterns.length === 0 && shape.formats.length === 0;
    const sized = (plain ? ['a'] : [...made, ...this.#hints.texts].slice(0, 40)).flatMap((text) =>
      text === ''
        ? []
        : lengths.map((length) => text.repeat(Math.ceil(length / text.length)).slice(0, length)),
    );
    return this.#fitting(shape, ['a1', ...made, ...this.#hints.texts, ...sized]);
  }

  #lists(shape: ListShape, depth: number): readonly Json[] {
    const at = (index: number): readonly Json[] => this.values(shape.prefix[index] ?? shape.items, depth + 1);
    const made: Json[] = [];
    const room = Math.min(shape.most, 2_000, shape.items === false ? shape.prefix.length : Infinity);
    const beyond = shape.prefix.length + 1;
    const lengths = [
      shape.least,
      shape.least + 1,
      shape.prefix.length,
      beyond,
      shape.most,
      ...this.#hints.counts,
    ];
    for (const length of new Set(lengths.filter((each) => each >= shape.least && each <= room))) {
      const list = this.#list(
        Array.from({ length }, (_, index) => at(index)),
        shape.unique,
      );
      if (list) made.push(list);
    }
    const lists = made as readonly (readonly Json[])[];
    const base = lists.find((each) => each.length >= beyond) ?? lists.find((each) => each.length > 0);
    if (base) {
      for (let index = 0; index < Math.min(base.length, beyond); index++)
        for (const value of at(index)) made.push(base.with(index, value));
      if (!shape.unique && base.length < room) {
        const last = base.at(-1)!;
        if (base.length >= shape.prefix.length) made.push([...base, last]);
      }
    }
    return (shape.unique ? made.filter((each) => !hasTwins(each as readonly Json[])) : made).slice(
      0,
      mostValues,
    );
  }

  #list(values: readonly (readonly Json[])[], unique: boolean): readonly Json[] | undefined {
    const list: Json[] = [];
    for (const candidates of values) {
      const value = unique
        ? candidates.find((each) => !list.some((before) => sameJson(before, each)))
        : candidates[0];
      if (value === undefined) return undefined;
      list.push(value);
    }
    return list;
  }

  #objects(shape: ObjectShape, depth: number): readonly Json[] {
    const fields = new Map<string, readonly Json[]>();
    for (const [name, child] of shape.properties) {
      if (this.#isNamed(shape, name)) fields.set(name, this.values(child, depth + 1));
    }
    const { others } = shape;
    for (const name of shape.required) {
      if (!fields.has(name))
        fields.set(name, others === undefined || others === false ? [] : this.values(others, depth + 1));
    }
    if (others !== undefined && others !== false) {
      for (const name of this.#hints.names)
        if (!fields.has(name) && this.#isNamed(shape, name)) fields.set(name, this.values(others, depth + 1));
    }
    const base: Record<string, Json> = {};
    for (const name of shape.required) {
      const first = fields.get(name)?.[0];
      if (first === undefined) return [];
      base[name] = first;
    }
    return variations(base, fields, this.#hints.way)
      .filter((each) => isBetween(Object.keys(each).length, shape))
      .slice(0, mostValues);
  }

  #isNamed(shape: ObjectShape, name: string): boolean {
    return shape.names.every((names) => accepts(names, name, this.#root));
  }
}

/** The values of every list in turn, so that a cut takes the rarest of each and not all of the last. */
function inTurn<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map((each) => each.length));
  return Array.from({ length: longest }, (_, round) =>
    lists.flatMap((each) => (round < each.length ? [each[round]!] : [])),
  ).flat();
}

/** The base, the base with one field changed or added, everything at once, and mixtures. */
function variations(
  base: Readonly<Record<string, Json>>,
  fields: ReadonlyMap<string, readonly Json[]>,
  way: ReadonlySet<string> = new Set(),
): readonly SchemaObject[] {
  const usable = [...fields].filter(([, values]) => values.length > 0);
  const full = { ...base, ...Object.fromEntries(usable.map(([name, values]) => [name, values[0]!])) };
  const growing = usable.map((_, count) => ({
    ...base,
    ...Object.fromEntries(usable.slice(0, count + 1).map(([name, values]) => [name, values[0]!])),
  }));
  const alone = ([name, values]: readonly [string, readonly Json[]]): readonly SchemaObject[] =>
    // The first value is that of the base.
    values.slice(Object.hasOwn(base, name) ? 1 : 0).map((value) => ({ ...base, [name]: value }));
  const first = inTurn(usable.filter(([name]) => way.has(name)).map(alone));
  const varied = [...first, ...inTurn(usable.filter(([name]) => !way.has(name)).map(alone))];
  const mixed = Array.from({ length: 24 }, (_, turn) =>
    Object.fromEntries(
      usable.map(([name, values], at) => [name, values[(turn * 7 + at * 3 + turn * at) % values.length]!]),
    ),
  );
  const without = usable
    .filter(([name]) => !Object.hasOwn(base, name))
    .map(([name]) => {
      const { [name]: _left, ...rest } = full;
      return rest;
    });
  const whole = usable.length > Object.keys(base).length ? [full] : [];
  return [base, ...whole, ...without, ...varied.slice(0, mostValues), ...mixed, ...growing];
}

function isBetween(count: number, { least, most }: ObjectShape): boolean {
  return count >= least && count <= most;
}

function hasTwins(list: readonly Json[]): boolean {
  return list.some((each, index) => list.slice(0, index).some((before) => sameJson(before, each)));
}
