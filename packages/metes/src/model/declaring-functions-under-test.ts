import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { aggregate } from '../domain/aggregate.ts';
import { event } from '../domain/event.ts';
import { identifier } from '../domain/identifier.ts';
import { tally } from '../domain/tally.ts';
import * as model from './index.ts';

/** A function that declares something, and arguments that it takes. */
export interface Declaring {
  readonly declare: (...given: any[]) => unknown;
  readonly takes: readonly unknown[];
  /** Places, such as `1.exposes`, where nothing has to stand. */
  readonly optional?: readonly string[];
  /** Places where something of other sorts may stand as well. */
  readonly also?: Readonly<Record<string, string>>;
  /** Places where anything may stand. */
  readonly anything?: readonly string[];
}

const empty = z.object({});
const reviewed = '2026-09-01';

const Id = identifier('test.Id');
class Happened extends event('Happened', empty) {}
class Thing extends aggregate('Thing', {
  id: Id,
  state: empty,
  events: [Happened],
  initial: () => ({}),
}) {}
class Act extends model.command('Act', empty) {}

const told = contract('one.told', { v1: empty });
const nothing = (): undefined => undefined;
const gateway = model.port<object>()('gateway');
const handler = model.handle(Act, Thing, { id: () => Id.parse('id'), run: nothing });
const heard = model.policy('hear', { when: Happened, then: nothing });
const published = model.publish(Happened, told, () => ({}), model.eventual('5s'));
const called = model.call('ring', { when: Happened, through: gateway, run: async () => {}, then: nothing });
const late = model.deadline('late', {
  startedBy: Happened,
  after: '1s',
  cancelledBy: [Happened],
  then: () => new Act({}),
});
const rows = model.projection('rows', {
  row: empty,
  on: (on) => [
    on(
      Happened,
      () => 'key',
      () => ({}),
    ),
  ],
});
const route = model.read('/things', {
  summary: 'Lists',
  access: 'public',
  answers: {},
  read: async () => undefined,
});
const foreign = z.object({ word: z.enum(['a', 'b']), amount: z.number() });
const own = z.object({ said: z.string() });
const words = model.translator(foreign, own, { said: model.from('word') });
const kernel = {
  name: 'money',
  owner: 'One',
  version: '1.0.0',
  budget: 300,
  path: 'kernel/money',
  contents: ['Money'],
};

const whole = {
  purpose: 'Is one',
  subdomain: model.supporting({ reviewed }),
  team: 'One',
  language: { Thing: { meaning: 'Something', experts: ['Ada'], not: ['object'] }, Act: 'To do' },
  experts: ['Ada'],
  aggregates: [Thing],
  handlers: [handler],
  publishes: [published],
  needs: [model.needs(told, {})],
  policies: [heard],
  calls: [called],
  deadlines: [late],
  projections: [rows],
  tallies: [tally('stock', ['in'])],
  routes: [route],
};
const one = model.context('one', whole);
const other = model.context('other', { ...whole, publishes: [], needs: [] });
const vendor = model.outside('vendor');
const terms = {
  exposes: [told],
  through: [gateway],
  differs: [{ term: 'Thing', upstream: 'This', downstream: 'That' }],
  because: 'It is so',
};
const directed = { ...terms, host: ['openHost'], downstream: model.acl(words) };
const because = { because: 'They never meet' };
const classified = {
  reviewed,
  name: 'Parts',
  implementation: 'built',
  owner: 'One',
  budget: 300,
  history: [{ class: 'generic', until: '2025-01-01', because: 'It was so' }],
};
const routeParts = {
  summary: 'Does it',
  access: ['customer'],
  params: empty,
  query: empty,
  answers: { 200: empty },
};

const termParts = ['exposes', 'through', 'differs', 'because'];
const directedParts = [...termParts, 'host', 'downstream'];
const inArgument = (index: number, parts: readonly string[]): readonly string[] =>
  parts.map((each) => `${index}.${each}`);
const ends = { 0: 'outside', 1: 'outside' };
const inClass = inArgument(0, ['name', 'implementation', 'owner', 'budget', 'history']);

/** Every function of the floor that declares something, by its name, and the contracts below. */
export const declaringFunctions: Readonly<Record<string, Declaring>> = {
  contract: {
    declare: contract,
    takes: [
      'one.told',
      {
        v1: empty,
        v2: empty,
        upcast: { v1: nothing },
        downcast: { v2: nothing },
        sunset: { v1: { on: '2027-03-01', despite: 'They need it' } },
        compatibility: 'BACKWARD',
        breaking: { v2: 'It has to' },
      },
    ],
    optional: inArgument(1, ['downcast', 'sunset', 'sunset.v1.despite', 'compatibility', 'breaking']),
  },
  command: { declare: model.command, takes: ['Act', empty] },
  handle: {
    declare: model.handle,
    takes: [Act, Thing, { id: nothing, run: nothing, expects: 'new', owner: nothing, tallies: nothing }],
    optional: inArgument(2, ['expects', 'owner', 'tallies']),
  },
  policy: {
    declare: model.policy,
    takes: ['hear', { when: told, then: nothing, refused: nothing }],
    optional: ['1.refused'],
  },
  call: {
    declare: model.call,
    takes: [
      'ring',
      {
        when: told,
        through: gateway,
        run: nothing,
        then: nothing,
        failed: nothing,
        within: '5s',
        retry: { attempts: 3, first: '1s', most: '5s' },
      },
    ],
    optional: inArgument(1, ['failed', 'within', 'retry']),
  },
  deadline: {
    declare: model.deadline,
    takes: ['late', { startedBy: Happened, after: '1s', cancelledBy: [Happened], then: nothing }],
    also: { '1.after': 'function' },
  },
  projection: {
    declare: model.projection,
    takes: ['rows', { row: empty, on: () => [], indexes: ['id'] }],
    optional: ['1.indexes'],
  },
  'what on of a projection gives': {
    declare: (folds) => model.projection('rows', { row: empty, on: () => folds }),
    takes: [[{ source: told, key: nothing, fold: nothing }]],
  },
  publish: {
    declare: model.publish,
    takes: [Happened, told, nothing, { consistency: 'eventual', within: '5s' }],
    optional: ['3'],
  },
  atomic: { declare: model.atomic, takes: [] },
  eventual: { declare: model.eventual, takes: ['5s'] },
  needs: {
    declare: model.needs,
    takes: [told, { items: [{ sku: true }] }],
    optional: ['1.items', '1.items.0.sku'],
    also: {
      '1': 'boolean',
      '1.items': 'boolean, an object',
      '1.items.0': 'boolean',
      '1.items.0.sku': 'an object',
    },
  },
  port: { declare: (name) => model.port<object>()(name), takes: ['gateway'] },
  provide: { declare: model.provide, takes: [gateway, { pay: nothing }], anything: ['1', '1.pay'] },
  write: {
    declare: model.write,
    takes: [
      'POST',
      '/things',
      {
        ...routeParts,
        body: empty,
        idempotencyKey: 'required',
        prepare: nothing,
        command: nothing,
        answer: nothing,
      },
    ],
    optional: inArgument(2, ['params', 'query', 'body', 'answers.200', 'idempotencyKey', 'prepare']),
  },
  read: {
    declare: model.read,
    takes: ['/things', { ...routeParts, read: nothing }],
    optional: inArgument(1, ['params', 'query', 'answers.200']),
  },
  webhook: {
    declare: model.webhook,
    takes: ['/things', { summary: 'Hears', through: gateway, accept: nothing }],
  },
  core: { declare: model.core, takes: [classified], optional: inClass },
  supporting: { declare: model.supporting, takes: [classified], optional: inClass },
  generic: { declare: model.generic, takes: [classified], optional: inClass },
  context: { declare: model.context, takes: ['one', whole] },
  outside: {
    declare: model.outside,
    takes: [
      'vendor',
      { purpose: 'Sells', owner: 'Vendor Inc.', schema: empty, language: { Thing: 'Some thing' } },
    ],
    optional: ['1', ...inArgument(1, ['purpose', 'owner', 'schema', 'language'])],
    also: { '1.language': 'port' },
  },
  conformist: { declare: model.conformist, takes: [] },
  acl: { declare: model.acl, takes: [words] },
  partnership: {
    declare: model.partnership,
    takes: [one, other, terms],
    optional: ['2', ...inArgument(2, termParts)],
    also: ends,
  },
  sharedKernel: {
    declare: model.sharedKernel,
    takes: [one, other, { ...terms, kernel }],
    optional: inArgument(2, [...termParts, 'kernel.owner', 'kernel.version', 'kernel.budget', 'kernel.path']),
    also: ends,
  },
  customerSupplier: {
    declare: model.customerSupplier,
    takes: [one, other, directed],
    optional: inArgument(2, directedParts),
    also: ends,
  },
  upstream: {
    declare: model.upstream,
    takes: [vendor, other, directed],
    optional: ['2', ...inArgument(2, directedParts)],
    also: ends,
  },
  separateWays: {
    declare: model.separateWays,
    takes: [one, other, because],
    optional: ['2', '2.because'],
    also: ends,
  },
  contextMap: {
    declare: (name, ...parts) => model.contextMap(name, ...parts),
    takes: ['map', one, model.upstream(vendor, other), vendor],
    also: { 1: 'outside', 2: 'outside' },
  },
  foreignModel: { declare: model.foreignModel, takes: ['charge', { v1: foreign }] },
  translator: {
    declare: model.translator,
    takes: [foreign, own, { said: model.from('word'), dropped: ['amount'] }],
    optional: ['2.dropped'],
  },
  'translator of named models': {
    declare: model.translator,
    takes: [{ model: 'charge', version: 'v1', schema: foreign }, own, { said: model.from('word') }],
  },
  versions: { declare: model.versions, takes: [words] },
  from: { declare: model.from, takes: ['word', own], optional: ['1'], also: { 1: 'function' } },
  'from several': {
    declare: model.from,
    takes: [['word', 'amount'], nothing],
    optional: ['1'],
    also: { 0: 'string' },
  },
  table: {
    declare: model.table,
    takes: ['word', { a: 'A', b: 'B' }, { own: 'C' }],
    optional: ['2'],
    anything: ['1.a', '1.b', '2.own'],
    also: { 1: 'contract, outside, port, a relation' },
  },
  otherwise: { declare: model.otherwise, takes: ['unknown'], anything: ['0'] },
  constant: { declare: model.constant, takes: ['always'], anything: ['0'] },
  unit: {
    declare: model.unit,
    takes: ['pounds', { in: nothing, out: nothing, spelling: true }],
    optional: ['1.out', '1.spelling'],
  },
  unitOf: { declare: model.unitOf, takes: ['pounds', { in: nothing, out: nothing }], optional: ['1.out'] },
  part: { declare: model.part, takes: [words] },
  each: { declare: model.each, takes: [words] },
  minorUnits: { declare: model.minorUnits, takes: ['lower'], optional: ['0'] },
  hundredths: { declare: model.hundredths, takes: ['lower'], optional: ['0'] },
  decimalAmount: { declare: model.decimalAmount, takes: ['lower'], optional: ['0'] },
};
