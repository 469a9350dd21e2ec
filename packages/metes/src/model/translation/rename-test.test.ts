import { expect, test } from 'vitest';
import { z } from 'zod';
import { chargeV2 } from '../translator-under-test.ts';
import { translator } from '../translator.ts';
import { renameTest } from './rename-test.ts';
import { from, table } from './rule.ts';

const isInside = (path: string): boolean => path.includes('/acl/');
const inTheLayer = { path: 'payments/acl/translator.ts', text: "from('charge_id'); from('amount_cents')" };

test('a project whose layer holds mentions foreign names in the layer only', () => {
  const report = renameTest({
    translators: chargeV2.versions,
    files: [inTheLayer, { path: 'payments/domain/payment.ts', text: 'paymentId amount status currency' }],
    isInside,
  });
  expect(report.outside).toEqual([]);
  expect(report.names).toEqual([
    { name: 'amount_cents', files: [inTheLayer.path] },
    { name: 'charge_id', files: [inTheLayer.path] },
    { name: 'created_at', files: [] },
    { name: 'failure_code', files: [] },
    { name: 'failure_message', files: [] },
  ]);
  expect(report.shared).toEqual(['currency', 'failed', 'pending', 'status', 'succeeded']);
});

test('every mention outside is found, with its place, whatever its spelling', () => {
  const report = renameTest({
    translators: chargeV2.versions,
    files: [
      { path: 'b.ts', text: '// a ChargeId\nconst x = order.chargeId;' },
      { path: 'a.sql', text: 'select AMOUNT_CENTS' },
      inTheLayer,
    ],
    isInside,
  });
  expect(report.outside).toEqual([
    { path: 'a.sql', line: 1, column: 8, text: 'AMOUNT_CENTS', name: 'amount_cents' },
    { path: 'b.ts', line: 1, column: 6, text: 'ChargeId', name: 'charge_id' },
    { path: 'b.ts', line: 2, column: 17, text: 'chargeId', name: 'charge_id' },
  ]);
});

test('a name that is a word of our language is ours, and words of tables are theirs', () => {
  const made = translator(
    z.object({ order_no: z.string(), orderNo: z.string(), state: z.enum(['on_hold', 'all_good']) }),
    z.object({ state: z.enum(['HELD', 'ALL_GOOD']), number: z.string() }),
    { state: table('state', { on_hold: 'HELD', all_good: 'ALL_GOOD' }), number: from('order_no') },
  );
  const given = { translators: made.versions, files: [], isInside };
  expect(renameTest(given).names.map((each) => each.name)).toEqual(['on_hold', 'orderNo']);
  const report = renameTest({ ...given, ownWords: ['order no'] });
  expect(report.names.map((each) => each.name)).toEqual(['on_hold']);
  expect(report.shared).toEqual(['all_good', 'orderNo', 'order_no', 'state']);
});
