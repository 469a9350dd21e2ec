import type { Planted } from './planted-imports-under-test.ts';

const forbidden = (name: string, path: string, text: string, says: string): Planted => ({
  name: `a ruled out word in ${name}`,
  edit: { [`contexts/ordering/${path}`]: text },
  code: 'METES_CHECK_WORD_FORBIDDEN',
  says,
  at: `contexts/ordering/${path}:1`,
});
const foreign = (name: string, path: string, text: string, says: string): Planted => ({
  name: `a foreign word in ${name}`,
  edit: { [`contexts/payments/${path}`]: text },
  code: 'METES_TRANSLATOR_LEAK',
  says: `"${says}" is a word of the model of payment provider`,
  at: `contexts/payments/${path}:1`,
});
const listed = (path: string, text: string, word: string): Planted => ({
  name: `a word that the configuration lists, in ${path}`,
  edit: { [`contexts/payments/${path}`]: text },
  code: 'METES_CHECK_FOREIGN_WORD',
  says: `"${word}" is a word of a foreign model that payments keeps out`,
  at: `contexts/payments/${path}:1`,
});
const long = (lines: number): string =>
  Array.from({ length: lines }, (_, line) => `  step(${line});\n`).join('');

/** Breaches of the language of a context, and handlers that decide by themselves. */
export const plantedWords: readonly Planted[] = [
  forbidden('a class', 'domain/a.ts', 'export class Purchase {}', '"Purchase" uses the word "Purchase"'),
  forbidden('a longer name', 'domain/a.ts', 'export class PurchaseHistory {}', 'Say "Order".'),
  forbidden('a constant', 'domain/a.ts', 'export const MOST_PURCHASES = 3;', '"MOST_PURCHASES"'),
  forbidden('a function', 'application/a.ts', 'export function placePurchase() {}', '"placePurchase"'),
  forbidden('a method', 'domain/a.ts', 'export class A { cancelPurchase() {} }', '"cancelPurchase"'),
  forbidden('a field', 'domain/a.ts', 'export class A { #purchaseId = 1; }', '"purchaseId"'),
  forbidden('a type', 'domain/a.ts', 'export interface A { readonly purchaseId: string }', '"purchaseId"'),
  forbidden('a parameter', 'domain/a.ts', 'export const f = (purchase: string) => purchase;', '"purchase"'),
  forbidden('a parameter with a default', 'domain/a.ts', 'export function f(purchase = 1) {}', '"purchase"'),
  forbidden('the rest', 'domain/a.ts', 'export function f(...purchases: 1[]) {}', '"purchases"'),
  forbidden('a parameter of a type', 'domain/a.ts', 'export type A<Purchase> = Purchase[];', '"Purchase"'),
  forbidden(
    'a parameter that is a field',
    'domain/a.ts',
    'export class A { constructor(private purchase = 1) {} }',
    '"purchase"',
  ),
  forbidden('a namespace', 'domain/a.ts', 'export namespace Purchase { export type A = 1; }', '"Purchase"'),
  forbidden(
    'a field of a contract',
    'contract/a.ts',
    "export const a = { 'purchase-id': 1 };",
    '"purchase-id"',
  ),
  forbidden(
    'words that belong together',
    'api/a.ts',
    'export const salesOrderView = 1;',
    'the word "Sales Order"',
  ),
  foreign('the domain', 'domain/a.ts', 'export const charge_id = 1;', 'charge_id'),
  foreign('another spelling', 'application/a.ts', 'export const chargeId = 1;', 'chargeId'),
  foreign('a type', 'domain/a.ts', 'export class FailureCode {}', 'FailureCode'),
  foreign(
    'infrastructure beside the layer',
    'infrastructure/rows.ts',
    "export const row = 'failure_code';",
    'failure_code',
  ),
  listed('api/a.ts', 'export const clientSecret = 1;', 'clientSecret'),
  listed(
    'infrastructure/migrations/0001-secrets.sql',
    'create table p (client_secret text);',
    'client_secret',
  ),
  {
    name: 'a foreign word in another context',
    edit: { 'contexts/ordering/domain/a.ts': 'export const chargeId = 1;' },
    code: 'METES_TRANSLATOR_LEAK',
    says: 'keep "charge_id" under infrastructure/acl/ of payments',
    at: 'contexts/ordering/domain/a.ts:1',
  },
  foreign(
    'SQL',
    'infrastructure/migrations/0001-charges.sql',
    'create table p (charge_id text);',
    'charge_id',
  ),
  {
    name: 'a handler of many lines',
    edit: { 'contexts/ordering/application/a.ts': `export function place() {\n${long(70)}}\n` },
    code: 'METES_CHECK_HANDLER_FAT',
    says: 'A function in application/ of ordering has 72 lines',
    at: 'contexts/ordering/application/a.ts:1',
  },
  {
    name: 'a route of five hundred lines',
    edit: {
      'contexts/ordering/api/a.ts': `export const route = {\n  run: async () => {\n${long(500)}  },\n};\n`,
    },
    code: 'METES_CHECK_HANDLER_FAT',
    says: 'A function in api/ of ordering has 502 lines',
    at: 'contexts/ordering/api/a.ts:2',
  },
];
