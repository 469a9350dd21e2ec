import { isMultiple } from './accepts.ts';
import type { Child, ObjectShape, Shape } from './shape.ts';

/** The most parts that a shape is taken apart into. */
const mostParts = 50;

/**
 * Ways to take a shape apart so that each part may be covered by another alternative of a union: whole numbers by value,
 * objects by a field that can be several things, or that can be missing.
 */
export function* partsOf(
  shape: Shape,
  shapesIn: (child: Child) => readonly Shape[],
): Iterable<readonly Shape[]> {
  if (shape.is === 'number') {
    const { whole, least, most, steps } = shape;
    if (!whole || least === undefined || most === undefined || most - least >= mostParts) return;
    const values = Array.from({ length: most - least + 1 }, (_, index) => least + index);
    yield values
      .filter((value) => steps.every((step) => isMultiple(value, step)))
      .map((value) => ({ is: 'value', value, unclear: shape.unclear }));
  }
  if (shape.is !== 'object') return;
  const fields = [...shape.properties].map(([name, child]) => ({ name, alternatives: shapesIn(child) }));
  const rank = (shapes: readonly Shape[]): number => (shapes.every((each) => each.is === 'value') ? 0 : 1);
  fields.sort((one, other) => rank(one.alternatives) - rank(other.alternatives));
  for (const { name, alternatives } of fields) {
    const optional = !shape.required.has(name);
    if (alternatives.length > mostParts || (alternatives.length < 2 && !optional)) continue;
    const parts = alternatives.map((each) => withField(shape, name, [each]));
    yield optional ? [withField(shape, name, undefined), ...parts] : parts;
  }
}

function withField(shape: ObjectShape, name: string, child: readonly Shape[] | undefined): ObjectShape {
  const required = new Set(shape.required);
  if (child) required.add(name);
  return { ...shape, properties: new Map(shape.properties).set(name, child ?? false), required };
}
