import type { RunningFacts } from 'metes/start';
import { generateCatalogue } from './catalogue/index.ts';

/** Commands to paste into a shell that order something, as the first customer. */
export function tryIt({ urls, tokens }: RunningFacts): string {
  const customer = tokens.find(({ principal }) => principal.roles.includes('customer'));
  const { cart, ordering } = urls;
  if (!customer || !cart || !ordering) return '';
  const { skus } = generateCatalogue({ size: 'tiny' }).products[0]!;
  const [{ sku }] = [...skus].sort((one, other) => other.initialStock - one.initialStock) as [
    (typeof skus)[number],
  ];
  return `TOKEN='${customer.token}'
curl -s '${cart}/products?limit=5'; echo
CART=$(curl -s -X POST ${cart}/carts -H "Authorization: Bearer $TOKEN" | sed 's/.*"cartId":"\\([^"]*\\)".*/\\1/')
curl -s ${cart}/carts/$CART/items -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"sku":"${sku}","quantity":2}'; echo
ORDER=$(curl -s ${cart}/carts/$CART/checkout -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -H "Idempotency-Key: \\"first-$CART\\"" -d '{"paymentMethod":{"type":"card","token":"pm_card_visa"},
  "shippingAddress":{"street":"12 Elm St","city":"Springfield","state":"IL","zipCode":"62701","country":"US"}}' \\
  | sed 's/.*"orderId":"\\([^"]*\\)".*/\\1/')
sleep 1; curl -s ${ordering}/orders/$ORDER -H "Authorization: Bearer $TOKEN"; echo

With pm_card_declined instead of pm_card_visa the order is rejected and the stock goes back.
`;
}
