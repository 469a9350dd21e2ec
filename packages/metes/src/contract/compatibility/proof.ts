import { isMetesError } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';
import { accepts, isMultiple } from './accepts.ts';
import { isKnownFormat } from './formats.ts';
import { type JsonSchema, undecided } from './json-schema.ts';
import { schemaOfShape } from './overlap.ts';
import { meaningOf, sameMeaning } from './same-meaning.ts';
import {
  type Child,
  type ListShape,
  type NumberShape,
  type ObjectShape,
  type Shape,
  type TextShape,
  typeOfShape,
} from './shape.ts';
import { shapesOf } from './shapes-of.ts';
import { partsOf } from './split.ts';

/** Where and why a reader is not certain to accept what a writer may write. */
export interface Gap {
  /** Such as `items[].sku`; `(root)` for the whole. */
  readonly path: string;
  readonly reason: string;
}

/** How many pairs of alternatives are compared before the proof gives up. */
const mostSteps = 20_000;
const deepest = 60;
const mostSplits = 2;
/** Patterns that match in every text. `^.*$` does not: a point is no end of a line. */
const everyText = new Set(['', '^', '$', '.*', '^.*', '.*$', '^[\\s\\S]*$']);

/**
 * Tries to prove that a reader accepts every document that a writer may write: the first gap in the proof, or undefined
 * when it is complete. A writer writes no field that its schema does not name, unless `additionalProperties` lets it.
 * A gap is no refutation yet: look for a document that falls into it.
 */
export function gapBetween(reader: JsonSchema, writer: JsonSchema): Gap | undefined {
  try {
    return new Proof(reader, writer).inside(reader, writer, '');
  } catch (error) {
    if (isMetesError(error, 'METES_CONTRACT_SCHEMA_UNDECIDED'))
      return { path: '(root)', reason: String(error.values['reason']) };
    throw error;
  }
}

/** The same for parts of one schema that say the same, however they were put together. */
function keyOf(child: Child): string {
  return Array.isArray(child)
    ? (child as readonly Shape[]).map((each) => JSON.stringify(schemaOfShape(each))).join()
    : meaningOf(child as JsonSchema);
}

/** One attempt to prove that `reader` accepts what `writer` writes. */
class Proof {
  readonly #reader: JsonSchema;
  readonly #writer: JsonSchema;
  /** Pairs that are being proved: a document is finite, so meeting one again further inside is no gap. */
  readonly #open = new Set<string>();
  #steps = 0;

  constructor(reader: JsonSchema, writer: JsonSchema) {
    this.#reader = reader;
    this.#writer = writer;
  }

  inside(reader: Child, writer: Child, path: string, depth = 0): Gap | undefined {
    if (depth > deepest) throw undecided('the schema is nested too deep');
    if (reader === true || writer === false) return undefined;
    if (sameMeaning(reader, writer, this.#reader, this.#writer)) return undefined;
    const pair = `${keyOf(reader)}\n${keyOf(writer)}`;
    if (this.#open.has(pair)) return undefined;
    this.#open.add(pair);
    try {
      const accepted = shapesOf(reader, this.#reader);
      for (const shape of shapesOf(writer, this.#writer)) {
        const gap = this.#shape(reader, accepted, shape, path, depth, 0);
        if (gap) return gap;
      }
      return undefined;
    } finally {
      this.#open.delete(pair);
    }
  }

  #shape(
    reader: Child,
    accepted: readonly Shape[],
    written: Shape,
    path: string,
    depth: number,
    splits: number,
  ): Gap | undefined {
    if (++this.#steps > mostSteps) throw undecided('the schemas are too large to compare');
    const gap = (reason: string): Gap => ({ path: named(path), reason });
    if (written.is === 'value') {
      if (!Array.isArray(reader) && accepts(reader as JsonSchema, written.value, this.#reader))
        return undefined;
      return gap(`${JSON.stringify(written.value)} is not accepted`);
    }
    if (this.#isEmpty(written)) return undefined;
    const alike = accepted.filter((each) => each.is === written.is);
    const gaps: Gap[] = [];
    for (const each of alike) {
      const found = each.unclear === undefined ? this.#pair(each, written, path, depth) : gap(each.unclear);
      if (!found) return undefined;
      gaps.push(found);
    }
    const values = accepted.filter((each) => each.is === 'value' && typeOf(each.value) === written.is);
    if (splits < mostSplits && alike.length + values.length > 1) {
      for (const parts of partsOf(written, (child) => shapesOf(child, this.#writer))) {
        const whole = parts.every((part) => !this.#shape(reader, accepted, part, path, depth, splits + 1));
        if (whole) return undefined;
      }
    }
    if (gaps.length === 1) return gaps[0];
    if (gaps.length > 1) return gap(`no alternative accepts all of it; of the first: ${gaps[0]!.reason}`);
    return values.length > 0
      ? gap('only the listed values are accepted')
      : gap(`the type ${typeOfShape(written)} is not accepted`);
  }

  #pair(reader: Shape, writer: Shape, path: string, depth: number): Gap | undefined {
    if (reader.is === 'number' && writer.is === 'number') return numberGap(reader, writer, path);
    if (reader.is === 'string' && writer.is === 'string') return textGap(reader, writer, path);
    if (reader.is === 'array' && writer.is === 'array') return this.#lists(reader, writer, path, depth);
    if (reader.is === 'object' && writer.is === 'object') return this.#objects(reader, writer, path, depth);
    return { path: named(path), reason: 'the type differs' };
  }

  #lists(reader: ListShape, writer: ListShape, path: string, depth: number): Gap | undefined {
    const gap = (reason: string): Gap => ({ path: named(path), reason });
    const open = writer.items !== false;
    const most = open ? writer.most : Math.min(writer.most, writer.prefix.length);
    if (writer.least < reader.least) return gap(`fewer than ${reader.least} items are not accepted`);
    if (most > reader.most) return gap(`more than ${reader.most} items are not accepted`);
    if (reader.unique && !writer.unique && most > 1) return gap('items that are the same are not accepted');
    const length = Math.min(Math.max(reader.prefix.length, writer.prefix.length), most);
    for (let at = 0; at < length; at++) {
      const found = this.inside(
        reader.prefix[at] ?? reader.items,
        writer.prefix[at] ?? writer.items,
        `${path}[${at}]`,
        depth + 1,
      );
      if (found) return found;
    }
    return most > length ? this.inside(reader.items, writer.items, `${path}[]`, depth + 1) : undefined;
  }

  #objects(reader: ObjectShape, writer: ObjectShape, path: string, depth: number): Gap | undefined {
    const gap = (reason: string): Gap => ({ path: named(path), reason });
    for (const name of reader.required) {
      if (!writer.required.has(name))
        return { path: joined(path, name), reason: 'it is required and may be missing' };
    }
    for (const [name, child] of writer.properties) {
      if (shapesOf(child, this.#writer).length === 0) continue;
      const accepted = reader.properties.get(name) ?? reader.others ?? true;
      if (accepted === false) return { path: joined(path, name), reason: 'the field is not accepted' };
      if (reader.names.some((names) => !accepts(names, name, this.#reader)))
        return { path: joined(path, name), reason: 'a field of this name is not accepted' };
      const found = this.inside(accepted, child, joined(path, name), depth + 1);
      if (found) return found;
    }
    const { others } = writer;
    if (others !== undefined && others !== false) {
      for (const [name, accepted] of reader.properties) {
        if (writer.properties.has(name)) continue;
        const found = this.inside(accepted, others, joined(path, name), depth + 1);
        if (found) return found;
      }
      const found = this.inside(reader.others ?? true, others, joined(path, '*'), depth + 1);
      if (found) return found;
      for (const names of reader.names) {
        const written: Child =
          writer.names.length === 0 ? { type: 'string' } : { allOf: writer.names as never };
        if (this.inside(names, written, joined(path, '*'), depth + 1))
          return gap('names of fields that are not accepted may be written');
      }
    }
    const closed = others === undefined || others === false;
    const fewest = Math.max(writer.least, writer.required.size);
    const most = closed ? Math.min(writer.most, writer.properties.size) : writer.most;
    if (fewest < reader.least) return gap(`fewer than ${reader.least} fields are not accepted`);
    return most > reader.most ? gap(`more than ${reader.most} fields are not accepted`) : undefined;
  }

  /** True when no document fits the shape, as far as one level shows. */
  #isEmpty(shape: Shape): boolean {
    if (shape.is !== 'object') return false;
    return [...shape.required].some((name) => {
      const child = shape.properties.get(name) ?? shape.others;
      return child !== undefined && shapesOf(child, this.#writer).length === 0;
    });
  }
}

function typeOf(value: Json): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function numberGap(reader: NumberShape, writer: NumberShape, path: string): Gap | undefined {
  const gap = (reason: string): Gap => ({ path: named(path), reason });
  const fraction = writer.whole || writer.steps.some(Number.isInteger);
  if (reader.whole && !fraction) return gap('numbers that are not whole are not accepted');
  if (reader.least !== undefined) {
    const { least, above } = writer;
    if (least === undefined || least < reader.least || (least === reader.least && reader.above && !above))
      return gap(`numbers below ${reader.least}${reader.above ? ', and itself,' : ''} are not accepted`);
  }
  if (reader.most !== undefined) {
    const { most, below } = writer;
    if (most === undefined || most > reader.most || (most === reader.most && reader.below && !below))
      return gap(`numbers above ${reader.most}${reader.below ? ', and itself,' : ''} are not accepted`);
  }
  const whole = writer.steps.filter(Number.isInteger);
  const steps = [
    ...writer.steps,
    ...(writer.whole ? [1] : []),
    ...(whole.length > 1 ? [multipleOfAll(whole)] : []),
  ];
  const step = reader.steps.find((each) => !steps.some((mine) => isMultiple(mine, each)));
  return step === undefined ? undefined : gap(`numbers that are no multiple of ${step} are not accepted`);
}

/** The least number that is a multiple of all of these whole numbers; one of them where it would be too large to be exact. */
function multipleOfAll(steps: readonly number[]): number {
  const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));
  const least = steps.reduce((one, other) => (one / divisor(one, other)) * other);
  return Number.isSafeInteger(least) ? least : steps[0]!;
}

function textGap(reader: TextShape, writer: TextShape, path: string): Gap | undefined {
  const gap = (reason: string): Gap => ({ path: named(path), reason });
  const pattern = reader.patterns.find((each) => !writer.patterns.includes(each) && !everyText.has(each));
  const format = reader.formats.find((each) => !writer.formats.includes(each));
  if (writer.least < reader.least) return gap(`texts shorter than ${reader.least} are not accepted`);
  if (writer.most > reader.most) return gap(`texts longer than ${reader.most} are not accepted`);
  if (pattern !== undefined) return gap(`texts that do not match ${pattern} are not accepted`);
  if (format === undefined) return undefined;
  return gap(
    isKnownFormat(format)
      ? `texts that are no ${format} are not accepted`
      : `the format ${format} is not known here`,
  );
}

/** A path and the field inside it. */
export function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** A path for people. */
export function named(path: string): string {
  return path === '' ? '(root)' : path;
}
