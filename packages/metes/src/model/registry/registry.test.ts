import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Contract } from '../../contract/contract.ts';
import { contract } from '../../contract/contract.ts';
import { checkRegistry } from './check-registry.ts';
import { mapWith, registryOf, saleMade, saleV1 } from './registry-under-test.ts';

const published = registryOf(mapWith(saleMade));
const codes = (
  map: Parameters<typeof checkRegistry>[0],
  files = published,
  before = published,
): readonly string[] => checkRegistry(map, files, before).map((each) => each.code);
const same = (old: unknown): unknown => old;

function changed(v1: z.ZodType): Contract {
  return contract('sales.sale-made', { v1 });
}

it('has nothing to say of what was published and stays', () => {
  expect(checkRegistry(mapWith(saleMade), published, published)).toEqual([]);
});

it('misses what is not written down: METES_CONTRACT_UNREGISTERED', () => {
  expect(codes(mapWith(saleMade), [], [])).toEqual(['METES_CONTRACT_UNREGISTERED']);
});

it('refuses a published version that changed, with a witness and its readers: METES_CONTRACT_VERSION_CHANGED', () => {
  const [found] = checkRegistry(mapWith(changed(z.object({ id: z.string(), total: z.string() }))), published);
  expect(found).toMatchObject({ code: 'METES_CONTRACT_VERSION_CHANGED', where: { context: 'sales' } });
  expect(found!.message).toContain('type changed at total');
  expect(found!.message).toContain('field removed at note');
  expect(found!.message).toMatch(/Witness \(valid before, refused now\): \{"id":.*"total":-?\d/);
  expect(found!.message).toContain('packing ("pack what was sold")');
  expect(found!.hint).toContain('write v2');
});

it.each([
  ['a unit', z.object({ ...saleV1.shape, total: z.int().meta({ 'x-unit': 'cents' }) })],
  ['an optional field', z.object({ ...saleV1.shape, more: z.string().optional() })],
  ['a shut door', z.strictObject(saleV1.shape)],
  ['a default', z.object({ ...saleV1.shape, note: z.string().default('') })],
])('does not let a published version gain %s', (_, v1) => {
  expect(codes(mapWith(changed(v1)))).toContain('METES_CONTRACT_VERSION_CHANGED');
});

it('lets a published version gain a description, and wants it written: METES_CONTRACT_REGISTRY_STALE', () => {
  const described = changed(z.object({ ...saleV1.shape, id: z.string().describe('Of the sale') }));
  expect(codes(mapWith(described))).toEqual(['METES_CONTRACT_REGISTRY_STALE']);
});

it('lets a published version say the same in other words, and wants them written', () => {
  const named = changed(z.object({ ...saleV1.shape, id: z.string().meta({ id: 'SaleId' }) }));
  expect(registryOf(mapWith(named))[0]!.text).toContain('#/$defs/SaleId');
  expect(codes(mapWith(named))).toEqual(['METES_CONTRACT_REGISTRY_STALE']);
});

it('counts no default that is only noted', () => {
  const noted = z.string().optional().meta({ default: 'none' });
  expect(codes(mapWith(changed(z.object({ ...saleV1.shape, note: noted }))))).toEqual([]);
});

it('refuses that a version or a contract vanishes: METES_CONTRACT_VERSION_VANISHED', () => {
  const two = contract('sales.sale-made', { v1: saleV1, v2: saleV1, upcast: { v1: same } });
  expect(codes(mapWith(saleMade), registryOf(mapWith(two)))).toContain('METES_CONTRACT_VERSION_VANISHED');
  expect(codes(mapWith(undefined))).toContain('METES_CONTRACT_VERSION_VANISHED');
});

it('finds what was taken out of the registry or changed there by hand', () => {
  const two = contract('sales.sale-made', { v1: saleV1, v2: saleV1, upcast: { v1: same } });
  const before = registryOf(mapWith(two));
  expect(codes(mapWith(saleMade), published, before)).toEqual(['METES_CONTRACT_VERSION_VANISHED']);
  expect(codes(mapWith(undefined), [], before)).toEqual(['METES_CONTRACT_VERSION_VANISHED']);
  const narrow = mapWith(changed(z.object({ id: z.string().max(3), total: z.int() })));
  expect(codes(narrow, registryOf(narrow))).toEqual(['METES_CONTRACT_VERSION_CHANGED']);
});

it.each(['no json', '[]', '{}', '{"contract":"a.b","owner":{},"compatibility":"SOME","versions":{}}'])(
  'says METES_CONTRACT_REGISTRY_INVALID of the file %j',
  (text) => {
    expect(codes(mapWith(undefined), [{ path: 'contract/a.json', text }], [])).toEqual([
      'METES_CONTRACT_REGISTRY_INVALID',
    ]);
  },
);

it('knows one file of a contract, so that none hides another: METES_CONTRACT_REGISTRY_INVALID', () => {
  const narrow = mapWith(changed(z.object({ id: z.string().max(3), total: z.int() })));
  const [hidden] = registryOf(narrow).map((each) => ({ ...each, path: 'contract/zz.json' }));
  const found = checkRegistry(narrow, [...published, hidden!]);
  expect(found.map(({ code }) => code)).toEqual([
    'METES_CONTRACT_REGISTRY_INVALID',
    'METES_CONTRACT_VERSION_CHANGED',
  ]);
  expect(found[0]!.message).toContain('sales.sale-made has a file already, contract/sale-made.json');
});

it('says whose the contract is where the file names another owner', () => {
  const [file] = published;
  const text = file!.text.replace('"context": "sales"', '"context": "packing"');
  expect(checkRegistry(mapWith(saleMade), [{ ...file!, text }])[0]!.message).toContain(
    'it is published by sales, the file names packing',
  );
});

const v2 = z.object({ id: z.string(), total: z.int(), currency: z.string() });
const upcast = { v1: (old: object) => ({ ...old, currency: 'EUR' }) };

it('refuses a version that breaks its promise: METES_CONTRACT_INCOMPATIBLE', () => {
  const map = mapWith(contract('sales.sale-made', { v1: saleV1, v2, upcast }));
  const [found, ...others] = checkRegistry(map, registryOf(map), published);
  expect(others).toEqual([]);
  expect(found!.code).toBe('METES_CONTRACT_INCOMPATIBLE');
  expect(found!.message).toMatch(
    /sales\.sale-made v2 does not keep BACKWARD_TRANSITIVE: .*at currency, it is required/,
  );
  expect(found!.message).toContain('Witness (valid before, refused now): {"id":');
  expect(found!.message).toContain('Read by packing');
  expect(found!.hint).toContain("breaking: { v2: 'why it has to be' }");
});

it('accepts a break with a written reason, and begins a new line there', () => {
  const v3 = v2.extend({ more: z.string().optional() });
  const reasoned = contract('sales.sale-made', {
    v1: saleV1,
    v2,
    v3,
    upcast: { ...upcast, v2: same },
    breaking: { v2: 'amounts in several currencies need one' },
  });
  const map = mapWith(reasoned);
  expect(checkRegistry(map, registryOf(map), published)).toEqual([]);
  expect(registryOf(map)[0]!.text).toContain('"breaking": "amounts in several currencies need one"');
});

it('holds versions against the mode of the contract', () => {
  const make = (compatibility: 'FORWARD' | 'FULL_TRANSITIVE'): Contract =>
    contract('sales.sale-made', { v1: saleV1, v2, upcast, compatibility });
  const found = (each: Contract): readonly string[] => codes(mapWith(each), registryOf(mapWith(each)));
  expect(found(make('FORWARD'))).toEqual([]);
  expect(found(make('FULL_TRANSITIVE'))).toEqual(['METES_CONTRACT_INCOMPATIBLE']);
});

it('refuses a promise that does not hold together: METES_CONTRACT_COMPATIBILITY', () => {
  const make = (more: object) => () =>
    contract('a.b', { v1: saleV1, v2: saleV1, upcast: { v1: same }, ...more });
  expect(make({ compatibility: 'SOMEHOW' })).toThrow('METES_CONTRACT_COMPATIBILITY');
  expect(make({ breaking: { v1: 'because' } })).toThrow('METES_CONTRACT_COMPATIBILITY');
  expect(make({ breaking: { v3: 'because' } })).toThrow('METES_CONTRACT_COMPATIBILITY');
  expect(make({ breaking: { v2: ' ' } })).toThrow('METES_CONTRACT_COMPATIBILITY');
  expect(make({ breaking: { v2: 'because' }, compatibility: 'FULL' })).not.toThrow();
});

it.each([
  ['a default out of its own bounds', z.string().min(5).default('none'), '"note":"none"'],
  ['a text trimmed after its length was looked at', z.string().min(1).trim(), '"note":""'],
  ['a text that becomes a number', z.string().transform(Number), '"note":'],
])(
  'finds versions that do not accept what they write, %s: METES_CONTRACT_NOT_READ_BACK',
  (_, note, witness) => {
    const map = mapWith(changed(z.object({ ...saleV1.shape, note })));
    const [found, ...others] = checkRegistry(map, registryOf(map));
    expect(others).toEqual([]);
    expect(found!.code).toBe('METES_CONTRACT_NOT_READ_BACK');
    expect(found!.message).toContain(witness);
  },
);

it('finds upcasts that do not lift what was allowed: METES_CONTRACT_UPCAST_FAILS', () => {
  const noted = contract('sales.sale-made', {
    v1: saleV1,
    v2: z.object({ id: z.string(), total: z.int(), note: z.string() }),
    upcast: { v1: same },
    breaking: { v2: 'notes are always there' },
  });
  const map = mapWith(noted);
  const [found] = checkRegistry(map, registryOf(map), published);
  expect(found).toMatchObject({ code: 'METES_CONTRACT_UPCAST_FAILS', severity: 'warning' });
  expect(found!.message).toMatch(/document of v1: \{"id":.*note/);
});
