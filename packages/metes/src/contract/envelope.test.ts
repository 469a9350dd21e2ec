import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toJson } from '../base/json.ts';
import { uuidV7 } from '../base/uuid-v7.ts';
import { envelopeOf, type EnvelopeParts, readEnvelope } from './envelope.ts';

const id = uuidV7({ time: 1_790_000_000_000, bytes: new Uint8Array(10).fill(7) });
const parts: EnvelopeParts = {
  id,
  contract: 'ordering.order-placed',
  version: 2,
  subject: 'o-1',
  time: 1_790_000_000_000,
  correlation: 'request-1',
  causation: 'request-1',
  sequence: 3,
  data: { orderId: 'o-1' },
};
const good = envelopeOf(parts);

it('carries the attributes of CloudEvents 1.0 and the extensions', () => {
  expect(good).toStrictEqual({
    specversion: '1.0',
    id,
    source: '/contexts/ordering',
    type: 'ordering.order-placed.v2',
    subject: 'o-1',
    time: '2026-09-21T14:13:20.000Z',
    datacontenttype: 'application/json',
    dataschema: 'urn:metes:contract:ordering.order-placed:v2',
    correlationid: 'request-1',
    causationid: 'request-1',
    sequence: 3,
    data: { orderId: 'o-1' },
  });
  for (const name of Object.keys(good)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
});

it('comes back whole from text, for any parts', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
  const text = fc.string({ minLength: 1, maxLength: 50 });
  const arbitrary = fc.record<EnvelopeParts>({
    id: fc.record({ time: fc.nat(), bytes: fc.uint8Array({ minLength: 10, maxLength: 10 }) }).map(uuidV7),
    contract: fc.tuple(name, name).map(([context, event]) => `${context}.${event}`),
    version: fc.integer({ min: 1, max: 9_999 }),
    subject: text,
    time: fc.integer({ min: 0, max: 253_402_300_799_999 }),
    correlation: text,
    causation: text,
    traceparent: fc.option(fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'), {
      nil: undefined,
    }),
    sequence: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    data: fc.jsonValue().map(toJson),
  });
  fc.assert(
    fc.property(arbitrary, (made) => {
      const written = envelopeOf(made);
      const read = readEnvelope(JSON.parse(JSON.stringify(written)));
      expect(read.envelope).toStrictEqual(written);
      expect([read.contract, read.version]).toStrictEqual([made.contract, made.version]);
      expect(Date.parse(written.time)).toBe(made.time);
    }),
  );
});

it.each([
  { specversion: '0.3' },
  { id: 'x' },
  { id: '123e4567-e89b-42d3-a456-426614174000' },
  { source: '/elsewhere' },
  { type: 'order-placed' },
  { type: 'ordering.order-placed.v0' },
  { subject: '' },
  { subject: 'x'.repeat(201) },
  { time: 'yesterday' },
  { time: '2026-01-01T00:00:00' },
  { sequence: 0 },
  { sequence: 1.5 },
  { sequence: 2 ** 31 },
  { data: undefined },
  { dataschema: 'urn:metes:contract:ordering.order-placed:v1' },
  { datacontenttype: 'text/plain' },
])('refuses %j with METES_CONTRACT_ENVELOPE_INVALID', (change) => {
  expect(() => readEnvelope({ ...good, ...change })).toThrow('METES_CONTRACT_ENVELOPE_INVALID');
});

it('refuses what is no object at all with METES_CONTRACT_ENVELOPE_INVALID', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => readEnvelope(value)).toThrow('METES_CONTRACT_ENVELOPE_INVALID');
    }),
  );
});

it('is validated where it leaves, too', () => {
  expect(() => envelopeOf({ ...parts, id: 'e-1' })).toThrow('METES_CONTRACT_ENVELOPE_INVALID');
  expect(() => envelopeOf({ ...parts, time: Number.NaN })).toThrow('METES_CONTRACT_ENVELOPE_INVALID');
  expect(() => envelopeOf({ ...parts, sequence: 0 })).toThrow('METES_CONTRACT_ENVELOPE_INVALID');
});

it('comes from the owner of the contract only: METES_CONTRACT_WRONG_SOURCE', () => {
  expect(() => readEnvelope({ ...good, source: '/contexts/inventory' })).toThrow(
    'METES_CONTRACT_WRONG_SOURCE',
  );
});

it('leaves attributes of other systems out', () => {
  const { envelope } = readEnvelope({ ...good, partitionkey: 'p' });
  expect(envelope).toStrictEqual(good);
});
