import { readFileSync } from 'node:fs';
import { Money } from 'metes';
import { describe, expect, test } from 'vitest';
import { signWebhook } from '../../../../provider/index.ts';
import { paymentOf } from '../../domain/ids.ts';
import { ForeignPayloadInvalid } from './foreign-payment.ts';
import { readNotification } from './stripe-notification.ts';

const recorded = readFileSync(new URL('./recorded/notification-authorised.json', import.meta.url), 'utf8');
const body = JSON.stringify(JSON.parse(recorded));
const seconds = 1_795_255_200;
const terms = { secrets: ['whsec_new', 'whsec_old'], now: () => seconds * 1000 };
const signed = (text: string, secrets = ['whsec_new'], at = seconds) => signWebhook(text, secrets, at);
const read = (text: string, signature: string | undefined) =>
  readNotification(Buffer.from(text), signature, terms);
const changed = (change: object) => JSON.stringify({ ...(JSON.parse(body) as object), ...change });

describe('a notification', () => {
  test('that is signed tells how the payment stands', () => {
    const { id, data } = JSON.parse(body) as { id: string; data: { object: { id: string } } };
    const result = {
      status: 'COMPLETED',
      paymentId: paymentOf('order-1'),
      reference: data.object.id,
      amount: Money.of(2_899, 'USD'),
      processedAt: new Date(seconds * 1000),
    };
    expect(read(body, signed(body))).toEqual({ id, news: { operation: 'authorisation', result } });
  });

  test('is believed with each of the secrets while they are rotated', () => {
    expect(read(body, signed(body, ['whsec_old']))).toBeDefined();
    expect(read(body, signed(body, ['whsec_older', 'whsec_new']))).toBeDefined();
  });

  test.each([
    ['unsigned', undefined],
    ['signed with the secret of somebody else', signed(body, ['whsec_else'])],
    ['signed for another body', signed(`${body} `)],
    ['signed six minutes ago', signed(body, ['whsec_new'], seconds - 360)],
    ['signed in six minutes', signed(body, ['whsec_new'], seconds + 360)],
    ['signed at no time', signed(body).replace(/^t=\d+/, 't=now')],
    ['signed with another scheme', signed(body).replace('v1=', 'v0=')],
    ['signed with nothing', ''],
    ['signed with a blank', `t=${seconds},v1=`],
  ])('that is %s is refused', (_, signature) => {
    expect(read(body, signature)).toBeUndefined();
  });

  test('that was written anew is refused, because the bytes are others', () => {
    expect(read(JSON.stringify(JSON.parse(body), null, 2), signed(body))).toBeUndefined();
  });

  test('is believed within five minutes in both directions', () => {
    for (const off of [-299, 0, 299])
      expect(read(body, signed(body, ['whsec_new'], seconds + off))).toBeDefined();
  });

  test('of a kind that does not concern us tells nothing', () => {
    const other = changed({ type: 'customer.created' });
    expect(read(other, signed(other))).toEqual({ id: (JSON.parse(body) as { id: string }).id });
  });

  test('about a payment that is not ours tells nothing', () => {
    const { data } = JSON.parse(body) as { data: { object: object } };
    const foreign = changed({ data: { object: { ...data.object, metadata: { shop: 'another' } } } });
    expect(read(foreign, signed(foreign))).not.toHaveProperty('news');
  });

  test.each(['not json', '[]', '{}', 'null', changed({ id: 7 }), changed({ data: { object: {} } })])(
    'that is signed and has another form fails loudly: %s',
    (text) => {
      expect(() => read(text, signed(text))).toThrow(ForeignPayloadInvalid);
    },
  );
});
