import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { describeIssues, jsonSchemaOf, type OutputOf, parse, type Schema, validate } from './schema.ts';

/** A schema of no library: the plain interface is enough. */
const even: Schema<number, number> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'number' && value % 2 === 0
        ? { value }
        : { issues: [{ message: 'not even', path: ['a', { key: 0 }] }] },
  },
};

it('takes any Standard Schema', () => {
  expect(parse(even, 2, 'a number')).toBe(2);
  expect(validate(even, 3, 'a number')).toStrictEqual({
    issues: [{ message: 'not even', path: ['a', { key: 0 }] }],
  });
  expectTypeOf<OutputOf<typeof even>>().toEqualTypeOf<number>();
});

it('names every issue with its path in METES_SCHEMA_INVALID', () => {
  const order = z.object({ lines: z.array(z.object({ quantity: z.int().positive() })) });
  expect(() => parse(order, { lines: [{ quantity: 0 }, { quantity: 'x' }] }, 'Order')).toThrow(
    /METES_SCHEMA_INVALID: Order is not valid: lines\.0\.quantity: .+; lines\.1\.quantity: .+/,
  );
});

it('keeps messages short when a thousand things are wrong', () => {
  const issues = Array.from({ length: 1_000 }, (_, index) => ({ message: 'wrong', path: [index] }));
  expect(describeIssues(issues)).toMatch(/19: wrong; and 980 more$/);
});

it('refuses schemas that wait with METES_SCHEMA_ASYNC, and leaves no failure unhandled', () => {
  const waiting = z.string().refine(async () => Promise.resolve(true));
  const failing: Schema = {
    '~standard': { version: 1, vendor: 'test', validate: () => Promise.reject(new Error('later')) },
  };
  expect(() => parse(waiting, 'x', 'a name')).toThrow('METES_SCHEMA_ASYNC');
  expect(() => parse(failing, 'x', 'a name')).toThrow('METES_SCHEMA_ASYNC');
});

it('shows what a schema threw as the cause of METES_SCHEMA_THREW', () => {
  const broken = z.string().transform((text) => (JSON.parse(text) as { a: number }).a);
  expect(() => parse(broken, '{', 'a name')).toThrow(
    expect.objectContaining({ code: 'METES_SCHEMA_THREW', cause: expect.any(SyntaxError) }),
  );
});

it('writes JSON Schema 2020-12 of what is accepted', () => {
  expect(jsonSchemaOf(z.object({ a: z.int() }), 'A')).toMatchObject({ type: 'object', required: ['a'] });
});

it('says METES_SCHEMA_NO_JSON where no JSON Schema can be had', () => {
  expect(() => jsonSchemaOf(even, 'a number')).toThrow('METES_SCHEMA_NO_JSON');
  expect(() => jsonSchemaOf(z.object({ at: z.date() }), 'At')).toThrow('METES_SCHEMA_NO_JSON');
});
