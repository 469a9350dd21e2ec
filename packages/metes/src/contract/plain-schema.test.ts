import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Money } from '../domain/money.ts';
import { isPlain } from './plain-schema.ts';

const tree: z.ZodType = z.strictObject({
  name: z.string(),
  get inner() {
    return z.array(tree);
  },
});

describe('a schema is plain', () => {
  it.each([
    [
      'when it only checks',
      z.strictObject({ id: z.uuid(), at: z.iso.datetime(), count: z.int().min(1).optional() }),
    ],
    [
      'with alternatives',
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('a') }),
        z.object({ kind: z.literal('b'), of: z.null() }),
      ]),
    ],
    [
      'with refinements',
      z.object({ low: z.number(), high: z.number() }).refine(({ low, high }) => low <= high),
    ],
    [
      'with lists, tuples and records',
      z.object({
        list: z.array(z.enum(['x', 'y'])),
        pair: z.tuple([z.string()], z.number()),
        by: z.record(z.string(), z.boolean().nullable()),
      }),
    ],
    ['when it contains itself', tree],
  ])('%s', (_, schema) => {
    expect(isPlain(schema)).toBe(true);
  });
});

describe('a schema is not plain', () => {
  it.each([
    ['when it transforms', z.object({ text: z.string().transform((text) => `${text}!`) })],
    ['when it trims', z.object({ text: z.string().trim() })],
    [
      'when a check of its own puts another value in its place',
      z.object({ text: z.string().check((context) => void (context.value = `${context.value}!`)) }),
    ],
    ['when it coerces', z.object({ count: z.coerce.number() })],
    ['when it fills in', z.object({ count: z.int().default(1) })],
    ['when it makes instances', z.object({ total: Money.schema() })],
    ['when it catches', z.array(z.string().catch('none'))],
    [
      'when nobody knows what it does',
      { '~standard': { version: 1, vendor: 'mine', validate: (value: unknown) => ({ value }) } } as const,
    ],
  ])('%s', (_, schema) => {
    expect(isPlain(schema)).toBe(false);
  });
});
