import { expect, it } from 'vitest';
import { z } from 'zod';
import { versionSchema } from './version-schema.ts';

it('keeps a default where the schema fills it in, and no other: it says that the field is always written', () => {
  const noted = z.string().optional().meta({ default: 'x' });
  const { properties } = versionSchema(
    z.object({
      filled: z.string().default('x'),
      before: z.string().prefault('x'),
      noted,
      inside: z.object({ noted, filled: z.int().default(0) }),
    }),
    'a.b v1',
  );
  expect(properties).toMatchObject({
    filled: { default: 'x' },
    before: { default: 'x' },
    noted: { type: 'string' },
    inside: { properties: { filled: { default: 0 } } },
  });
  expect(JSON.stringify(properties).match(/"default"/g)).toHaveLength(3);
});

it.each([
  ['case', z.object({ a: z.string().regex(/^[a-z]+$/i) }), '/^[a-z]+$/i'],
  ['lines', z.object({ a: z.string().min(1).regex(/^a/).regex(/^b$/m) }), '/^b$/m'],
  ['dots', z.array(z.union([z.int(), z.string().regex(/a.b/s)])), '/a.b/s'],
  ['places', z.string().regex(/a/y), '/a/y'],
  ['names of fields', z.record(z.string().regex(/^x/i), z.int()), '/^x/i'],
  ['names of some fields', z.looseRecord(z.string().regex(/^x/i), z.int()), '/^x/i'],
  ['an address of one’s own', z.email({ pattern: /^.+@example\.org$/i }), '/^.+@example\\.org$/i'],
])('refuses a pattern with flags, of %s: METES_CONTRACT_PATTERN_FLAGS', (_, schema, pattern) => {
  expect(() => versionSchema(schema, 'a.b v1')).toThrow(
    `METES_CONTRACT_PATTERN_FLAGS: a.b v1 has the pattern ${pattern}: `,
  );
});

it('publishes the patterns that zod has itself, and those whose flags change nothing', () => {
  const plain = z
    .string()
    .regex(/^\p{Lu}$/u)
    .regex(/x/g);
  const own = z.object({
    a: z.email(),
    b: z.uuid(),
    c: z.emoji(),
    d: z.iso.datetime(),
    e: z.hex(),
    f: z.ipv6(),
    plain,
  });
  expect(versionSchema(own, 'a.b v1')).toMatchObject({
    properties: { plain: { allOf: [{ pattern: '^\\p{Lu}$' }, { pattern: 'x' }] } },
  });
});
