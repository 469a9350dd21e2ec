import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldsOf } from './contract-fields.ts';

const order = z.object({ id: z.string(), total: z.int() });

it.each([
  ['an object', order, ['id', 'total']],
  ['an object with a name of its own', order.meta({ id: 'OrderOfTest' }), ['id', 'total']],
  ['a union, which has no fields of its own', z.union([order, z.object({ other: z.string() })]), undefined],
  ['a text', z.string(), undefined],
])('tells the fields of %s', (_, schema, fields) => {
  expect(fieldsOf(schema, 'a schema')).toEqual(fields);
});
