import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { compiled } from './compiled.ts';

afterEach(() => z.config({ jitless: false }));

it('compiles a schema once', () => {
  const schema = z.strictObject({ sku: z.string().min(1), quantity: z.int().positive() });
  expect(compiled(schema)).toBe(compiled(schema));
  expect(compiled(schema)).not.toBe(schema);
});

it('answers as the schema does, on what is valid and what is not', () => {
  const schema = z.strictObject({
    sku: z.string().min(1),
    note: z.string().optional(),
    lines: z.array(z.int()),
  });
  for (const value of [
    { lines: [1, 2], sku: 'a' },
    { sku: 'a', note: undefined, lines: [] },
    { sku: '', lines: [1.5, 'x'], more: 1 },
    null,
  ])
    expect(compiled(schema).safeParse(value)).toStrictEqual(schema.safeParse(value));
});

it('writes no code where zod is told not to', () => {
  z.config({ jitless: true });
  const schema = z.strictObject({ sku: z.string() });
  expect(compiled(schema)).toBe(schema);
});
