import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { envelopeOf } from '../contract/envelope.ts';
import { mapWith } from '../model/registry/registry-under-test.ts';
import { asyncApi } from './async-api.ts';

const require = createRequire(import.meta.url);
interface Ajv {
  compile(schema: unknown): ((value: unknown) => boolean) & { readonly errors?: readonly unknown[] | null };
}
type AjvClass = new (options: object) => Ajv;
const { Ajv } = require('ajv') as { Ajv: AjvClass };
const { Ajv2020 } = require('ajv/dist/2020.js') as { Ajv2020: AjvClass };
const addFormats = require('ajv-formats') as (ajv: Ajv) => void;
const official = require('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object;

const ajv = new Ajv({ strict: false, logger: false });
addFormats(ajv);
const accepted = ajv.compile(official);

const v1 = z.object({ id: z.string(), total: z.int() });
const v2 = z.object({ id: z.string(), total: z.int(), currency: z.string() });
const v3 = v2.extend({ note: z.string().optional() });
const saleMade = contract('sales.sale-made', {
  v1,
  v2,
  v3,
  upcast: { v1: (old: object) => ({ ...old, currency: 'EUR' }), v2: (old) => old },
  downcast: { v3: (now) => now },
  sunset: { v2: '2099-01-01' },
});
const document = asyncApi(mapWith(saleMade), { title: 'Market', version: '1.2.3' });

it('is a valid AsyncAPI 3.0 document', () => {
  expect([accepted(document), accepted.errors]).toEqual([true, null]);
});

it.each<[string, (broken: any) => void]>([
  [
    'an operation that does neither',
    (broken) => (broken.operations['sales.send.sales.sale-made'].action = 'shout'),
  ],
  ['no title', (broken) => delete broken.info.title],
  ['a channel with a wrong address', (broken) => (broken.channels['sales.sale-made'].address = 5)],
])('is checked so that %s is found', (_, plant) => {
  const broken = structuredClone(document);
  plant(broken);
  expect(accepted(broken)).toBe(false);
});

it('says who sends which versions, and who receives', () => {
  const versions = (name: string): unknown =>
    (document.operations[name] as { messages: { $ref: string }[] }).messages.map((each) =>
      each.$ref.slice(-2),
    );
  expect(Object.keys(document.operations)).toEqual([
    'sales.send.sales.sale-made',
    'packing.receive.sales.sale-made',
  ]);
  expect(versions('sales.send.sales.sale-made')).toEqual(['v3', 'v2']);
  expect(versions('packing.receive.sales.sale-made')).toEqual(['v3']);
  expect(document.components.messages['sales.sale-made.v1']).toMatchObject({ 'x-metes-withdrawn': true });
  expect(document.channels['sales.sale-made']).toMatchObject({ address: 'metes.sales.sale-made' });
});

it('has every reference it makes', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!);
  expect(refs.length).toBeGreaterThan(6);
  for (const ref of refs) {
    const found = ref.split('/').reduce<any>((at, step) => at?.[step], document);
    expect([ref, typeof found]).toEqual([ref, 'object']);
  }
});

it('describes the envelope that goes out', () => {
  const envelope = envelopeOf({
    id: '0198c2f0-4b1e-7c3d-8e2f-0123456789ab',
    contract: 'sales.sale-made',
    version: 2,
    subject: 's-1',
    time: 1_790_000_000_000,
    correlation: 'c',
    causation: 'c',
    sequence: 1,
    data: { id: 's-1', total: 5, currency: 'EUR' },
  });
  const { payload } = document.components.messages['sales.sale-made.v2'] as unknown as {
    payload: { schema: object };
  };
  const judge = new Ajv2020({ strict: false, logger: false });
  addFormats(judge);
  const fits = judge.compile(payload.schema);
  expect(fits(envelope)).toBe(true);
  expect(fits({ ...envelope, data: { id: 's-1', total: 5 } })).toBe(false);
  expect(fits({ ...envelope, source: '/contexts/packing' })).toBe(false);
});
