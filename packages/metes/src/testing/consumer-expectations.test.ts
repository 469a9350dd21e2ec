import { expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { values } from '../contract/needs/needed.ts';
import { needs } from '../model/need.ts';
import { checkRegistry } from '../model/registry/index.ts';
import { mapWith, registryOf } from '../model/registry/registry-under-test.ts';
import { consumerExpectations } from './consumer-expectations.ts';

const v1 = z.object({
  id: z.string(),
  total: z.int(),
  note: z.string().optional(),
  state: z.enum(['paid', 'open']),
});
const first = contract('sales.sale-made', { v1 });
const same = (old: unknown): unknown => old;
const before = registryOf(mapWith(first, [needs(first, { id: true, total: true })]));

function next(v2: z.ZodType, cast: (old: any) => unknown = same) {
  return contract('sales.sale-made', {
    v1,
    v2,
    upcast: { v1: cast },
    downcast: { v2: same },
    sunset: { v1: '2099-01-01' },
  });
}

it('runs what every consumer states, by name', () => {
  const map = mapWith(first, [needs(first, { id: true, state: values('paid') })]);
  const found = consumerExpectations(map, 'sales', {
    'sales.sale-made': [{ id: 's-1', total: 5, state: 'open' }],
  });
  expect(found.map((each) => each.name)).toEqual([
    'packing reads id of sales.sale-made v1',
    'packing reads state of sales.sale-made v1',
  ]);
  for (const { check } of found) expect(check).not.toThrow();
  expect(consumerExpectations(map, 'packing')).toEqual([]);
});

it('fails where a field that is read is gone: METES_CONTRACT_NEED_UNMET', () => {
  const made = next(z.object({ id: z.string(), state: z.enum(['open']) }));
  const map = mapWith(made, [needs(made, { id: true, total: true, state: values('paid') })]);
  const failing = consumerExpectations(map, 'sales').filter(({ check }) => {
    try {
      check();
      return false;
    } catch {
      return true;
    }
  });
  expect(failing.map((each) => each.name)).toEqual([
    'packing reads total of sales.sale-made v2',
    'packing reads state of sales.sale-made v2',
  ]);
  expect(failing[0]!.check).toThrow(/METES_CONTRACT_NEED_UNMET: packing states that it reads total/);
  expect(failing[1]!.check).toThrow(/"paid" cannot occur any more/);
});

it('fails where an example cannot go out, or none has what is read', () => {
  const map = mapWith(first, [needs(first, { note: true })]);
  const checkWith =
    (...examples: object[]) =>
    (): void => {
      for (const { check } of consumerExpectations(map, 'sales', { 'sales.sale-made': examples })) check();
    };
  const bare = { id: 's', total: 1, state: 'paid' };
  expect(checkWith(bare)).toThrow('no example has it');
  expect(checkWith({ ...bare, total: 'much' })).toThrow('METES_CONTRACT_INVALID');
  expect(checkWith(bare, { ...bare, note: 'fragile' })).not.toThrow();
});

it('does not compile where a field is read that is not there', () => {
  // @ts-expect-error -- there is no field `margin`
  needs(first, { margin: true });
  expect(needs(first, { id: true }).fields).toHaveLength(1);
});

it('refuses to remove a field that is read, with the name of the reader, whatever the mode allows', () => {
  const made = next(z.object({ id: z.string(), state: z.enum(['paid', 'open']) }));
  const reading = mapWith(made, [needs(made, { id: true, total: true })]);
  const [found, ...others] = checkRegistry(reading, registryOf(reading), before);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ code: 'METES_CONTRACT_NEED_UNMET', severity: 'error' });
  expect(found!.message).toContain('packing states that it reads total of sales.sale-made v2');
  const careless = mapWith(made, [needs(made, { id: true })]);
  expect(checkRegistry(careless, registryOf(careless), before)).toEqual([]);
});

it('lets a reader of the older version keep it while it goes out', () => {
  const made = next(z.object({ id: z.string(), state: z.enum(['paid', 'open']) }));
  const map = mapWith(made, [needs(made.v1, { id: true, total: true })]);
  expect(checkRegistry(map, registryOf(map), before)).toEqual([]);
});

it('refuses to make a field optional that is read, with a witness', () => {
  const made = next(v1.extend({ total: z.int().optional() }));
  const map = mapWith(made, [needs(made, { total: true })]);
  const [found] = checkRegistry(map, registryOf(map), before);
  expect(found!.message).toMatch(/reads total .*it is required and may be missing\. Witness: \{"id":/);
});

it('names what a reader needs beside its reactions', () => {
  const changed = contract('sales.sale-made', { v1: z.object({ id: z.string() }) });
  const map = mapWith(changed, [needs(changed, { id: true })]);
  expect(checkRegistry(map, before)[0]!.message).toContain('packing ("pack what was sold"; needs id)');
});
