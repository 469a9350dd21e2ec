import { Money } from 'metes';
import { given } from 'metes/testing';
import { test } from 'vitest';
import { Sku } from './ids.ts';
import { Offer, OfferListed } from './offer.ts';

const sku = Sku.parse('MUG-1');
const listing = { name: 'A mug', price: Money.of(1_250, 'USD'), category: ['Kitchen', 'Tableware'] };
const offered = given(Offer)
  .at(sku)
  .once((offer) => offer.list(listing));

test('an offer is listed with name, price and place', () => {
  given(Offer)
    .at(sku)
    .when((offer) => offer.list(listing))
    .thenRaised(new OfferListed({ sku, ...listing }));
});

test('the same offer again changes nothing', () => {
  offered.when((offer) => offer.list({ ...listing, price: Money.of(1_250, 'USD') })).thenRaised();
});

test('another price is another offer', () => {
  const dearer = { ...listing, price: Money.of(1_400, 'USD') };
  offered.when((offer) => offer.list(dearer)).thenRaised(new OfferListed({ sku, ...dearer }));
});
