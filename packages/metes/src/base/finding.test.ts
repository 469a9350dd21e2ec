import { expect, it } from 'vitest';
import { finding } from './finding.ts';

it('is worded by the error table, without the code in the sentence', () => {
  expect(
    finding('METES_DURATION_INVALID', 'warning', { text: '5 parsecs' }, { context: 'cart' }),
  ).toMatchObject({
    code: 'METES_DURATION_INVALID',
    severity: 'warning',
    message: expect.stringMatching(/^The duration "5 parsecs"/),
    where: { context: 'cart' },
  });
  expect(finding('METES_DURATION_INVALID', 'error', { text: '' })).not.toHaveProperty('where');
});
