import type { Json } from '../../base/json.ts';
import type { JsonSchema } from './json-schema.ts';

/** What stands inside a shape: a schema still to be read, or the shapes of one. */
export type Child = JsonSchema | readonly Shape[];

/** Exactly one value. */
export interface ValueShape {
  readonly is: 'value';
  readonly value: Json;
  readonly unclear?: string | undefined;
}

/** Numbers between bounds. Bounds of whole numbers are whole and inclusive. */
export interface NumberShape {
  readonly is: 'number';
  readonly whole: boolean;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  /** Whether `least` itself is left out. */
  readonly above?: boolean | undefined;
  readonly below?: boolean | undefined;
  readonly steps: readonly number[];
  readonly unclear?: string | undefined;
}

/** Texts; lengths in characters. */
export interface TextShape {
  readonly is: 'string';
  readonly least: number;
  readonly most: number;
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
  readonly unclear?: string | undefined;
}

/** Lists. */
export interface ListShape {
  readonly is: 'array';
  readonly prefix: readonly Child[];
  readonly items: Child;
  readonly least: number;
  readonly most: number;
  readonly unique: boolean;
  readonly unclear?: string | undefined;
}

/** Objects. */
export interface ObjectShape {
  readonly is: 'object';
  readonly properties: ReadonlyMap<string, Child>;
  readonly required: ReadonlySet<string>;
  /** What other fields may hold; undefined when the schema does not say. */
  readonly others?: Child | undefined;
  /** What the names of fields must fit, all of them. */
  readonly names: readonly JsonSchema[];
  readonly least: number;
  readonly most: number;
  readonly unclear?: string | undefined;
}

/**
 * One alternative of a schema, of one JSON type: a document is valid when it fits one of the shapes. `unclear` says why
 * a shape may accept less than it shows.
 */
export type Shape = ValueShape | NumberShape | TextShape | ListShape | ObjectShape;

/** Every shape there is: what a schema that says nothing accepts. */
export const anyShapes: readonly Shape[] = [
  { is: 'value', value: null },
  { is: 'value', value: true },
  { is: 'value', value: false },
  { is: 'number', whole: false, steps: [] },
  { is: 'string', least: 0, most: Infinity, patterns: [], formats: [] },
  { is: 'array', prefix: [], items: true, least: 0, most: Infinity, unique: false },
  { is: 'object', properties: new Map(), required: new Set(), names: [], least: 0, most: Infinity },
];

/** The JSON type of a shape, in the words of JSON Schema. */
export function typeOfShape(shape: Shape): string {
  if (shape.is === 'number') return shape.whole ? 'integer' : 'number';
  if (shape.is !== 'value') return shape.is;
  return shape.value === null ? 'null' : Array.isArray(shape.value) ? 'array' : typeof shape.value;
}

/** Numbers with their bounds made whole where only whole numbers count; undefined when no number is left. */
export function tidied(shape: NumberShape): NumberShape | undefined {
  let { least, most, above, below } = shape;
  const whole = shape.whole || shape.steps.some(Number.isInteger);
  if (whole && least !== undefined) {
    least = above && Number.isInteger(least) ? least + 1 : Math.ceil(least);
    above = false;
  }
  if (whole && most !== undefined) {
    most = below && Number.isInteger(most) ? most - 1 : Math.floor(most);
    below = false;
  }
  if (least !== undefined && most !== undefined && (least > most || (least === most && (above || below))))
    return undefined;
  return { ...shape, whole, least, most, above, below };
}
