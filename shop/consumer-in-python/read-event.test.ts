import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { envelopeOf } from 'metes';
import { expect, it } from 'vitest';
import { orderPlaced, paymentDue } from '../contexts/ordering/contract/index.ts';

const python = spawnSync('python3', ['--version']).status === 0;
if (!python) console.log('Skipped: the consumer in Python needs python3, which is not installed here.');

const shop = join(import.meta.dirname, '..');
const script = join(import.meta.dirname, 'read_event.py');
/** What the consumer says of an event. */
function read(event: object): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync('python3', [script, shop], {
    input: JSON.stringify(event),
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

const parts = {
  id: '0198c2f0-4b1e-7c3d-8e2f-0123456789ab',
  version: 1,
  subject: 'o-1',
  time: 1_790_000_000_000,
  correlation: 'request-1',
  causation: 'request-1',
  sequence: 1,
};
const data = orderPlaced.write({
  orderId: 'o-1',
  customerId: 'customer-1',
  items: [{ sku: 'tea-1', quantity: 2 }],
  total: { minor: 1_990, currency: 'EUR' },
});
const placed = envelopeOf({ ...parts, contract: 'ordering.order-placed', data });

it.skipIf(!python)('understands an event of the shop from the registry alone', () => {
  expect(read(placed)).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(read(placed).out)).toEqual({
    contract: 'ordering.order-placed',
    version: 'v1',
    of: 'o-1',
    data,
  });
});

it.skipIf(!python)('understands unions', () => {
  const due = paymentDue.write({
    orderId: 'o-1',
    customerId: 'customer-1',
    total: { minor: 5, currency: 'EUR' },
    paymentMethod: { type: 'card', token: 'tok' },
  });
  const envelope = envelopeOf({ ...parts, contract: 'ordering.payment-due', data: due });
  expect(read(envelope)).toMatchObject({ code: 0, err: '' });
  const wrong = { ...envelope, data: { ...(due as object), paymentMethod: { type: 'cash' } } };
  expect(read(wrong)).toMatchObject({ code: 1, err: 'data.paymentMethod: fits 0 of 2 alternatives\n' });
});

it.skipIf(!python).each([
  [{ data: { ...(data as object), items: [] } }, 'data.items: 0 items are too few or too many'],
  [{ data: { ...(data as object), margin: 5 } }, 'data.margin: is not part of the contract'],
  [
    { data: { ...(data as object), total: { minor: 0.5, currency: 'eur' } } },
    'data.total.minor: not of type integer; data.total.currency: does not match ^[A-Z]{3}$',
  ],
  [
    { dataschema: 'urn:metes:contract:ordering.order-placed:v9' },
    'urn:metes:contract:ordering.order-placed:v9 was never published',
  ],
  [{ source: '/contexts/payments' }, '/contexts/payments does not own ordering.order-placed'],
  [{ subject: undefined }, 'no envelope: subject missing'],
])('refuses an event that is not what its contract says: %j', (change, reason) => {
  expect(read({ ...placed, ...change })).toMatchObject({ code: 1, out: '', err: `${reason}\n` });
});
