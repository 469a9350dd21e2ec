import type { Json } from '../../base/json.ts';
import { samplesOfFormat, samplesOfFormats } from './formats.ts';
import { isObject, type JsonSchema } from './json-schema.ts';
import { samplesOfPattern } from './pattern-samples.ts';

/** Values at which schemas are likely to differ: found in the schemas themselves. */
export interface Hints {
  readonly numbers: readonly number[];
  readonly lengths: readonly number[];
  readonly counts: readonly number[];
  readonly texts: readonly string[];
  readonly values: readonly Json[];
  readonly names: readonly string[];
  /** The fields on the way to the place in question: they take their values before the others do. */
  readonly way?: ReadonlySet<string>;
}

const bounds = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']);
const plainTexts = ['', 'a', 'A', '0', ' ', 'é', '\n', 'abc', 'ABC', 'some words', 'someone@', 'x-1'];

/** Collects the hints of schemas. */
export function hintsOf(...schemas: readonly JsonSchema[]): Hints {
  const numbers = new Set([0, 1, -1, 0.5, 7, 1e9 + 1]);
  const lengths = new Set([0, 1]);
  const counts = new Set<number>();
  const texts = new Set(plainTexts);
  const values = new Map<string, Json>();
  const names = new Set<string>();
  const keep = (value: Json): void => {
    values.set(JSON.stringify(value), value);
    if (typeof value === 'string') texts.add(value);
    if (typeof value === 'number') numbers.add(value);
  };
  const around = (to: Set<number>, value: number): void => {
    for (const each of [value, value - 1, value + 1]) if (Number.isFinite(each)) to.add(each);
  };
  const look = (at: Json): void => {
    if (Array.isArray(at)) for (const each of at) look(each);
    if (!isObject(at)) return;
    for (const [key, value] of Object.entries(at)) {
      if (typeof value === 'number') {
        if (bounds.has(key)) {
          around(numbers, value);
          numbers.add(value + 0.5).add(value - 0.5);
          // Where numbers are so large that adding one changes nothing.
          if (Number.isFinite(value * 2)) numbers.add(value * 2);
        }
        if (key === 'multipleOf') for (const times of [1, -1, 2, 3, 0.5]) numbers.add(value * times);
        if (key === 'minLength' || key === 'maxLength') around(lengths, value);
        if (['minItems', 'maxItems', 'minProperties', 'maxProperties'].includes(key)) around(counts, value);
      }
      if (key === 'pattern' && typeof value === 'string')
        for (const text of samplesOfPattern(value)) texts.add(text);
      if (key === 'format' && typeof value === 'string') {
        for (const text of samplesOfFormat(value)) texts.add(text);
      }
      if (key === 'const') keep(value);
      if ((key === 'enum' || key === 'examples') && Array.isArray(value))
        for (const each of value) keep(each);
      if (key === 'properties' && isObject(value)) for (const name of Object.keys(value)) names.add(name);
      look(value);
    }
  };
  for (const schema of schemas) look(schema);
  return {
    numbers: [...numbers],
    lengths: [...lengths].filter((each) => each >= 0 && each <= 70_000),
    counts: [...counts].filter((each) => each >= 0 && each <= 2_000),
    texts: [...texts, ...samplesOfFormats],
    values: [...values.values()],
    names: [...names, 'unnamed', 'Another Name', '0'],
  };
}
