const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const lines = (count: number, line: (at: number) => string): string => numbers(count).map(line).join('\n');

/** The least that everything else is compiled on: the toolkit and the schema library. */
export const nothing = `import { context } from 'metes';
import { z } from 'zod';
export const used = [context, z];
`;

/** One context of so many events: an aggregate, a command, a contract and a publication for each. */
export function largeContext(events: number): string {
  return `import { aggregate, command, context, contract, event, eventual, handle, identifier, policy, publish, supporting } from 'metes';
import { z } from 'zod';

const Id = identifier('large.Id');
${lines(events, (n) => `class Happened${n} extends event('Happened${n}', z.object({ id: Id, step: z.literal(${n}), note: z.string() })) {}`)}
class Large extends aggregate('Large', {
  id: Id,
  state: z.object({ step: z.int() }),
  events: [${numbers(events)
    .map((n) => `Happened${n}`)
    .join(', ')}],
  initial: () => ({ step: 0 }),
}) {
${lines(events, (n) => `  do${n}(note: string) { this.state.step = ${n}; this.raise(new Happened${n}({ id: this.id, step: ${n}, note })); }`)}
}
${lines(events, (n) => `class Do${n} extends command('Do${n}', z.object({ id: Id, note: z.string() })) {}`)}
${lines(events, (n) => `export const happened${n} = contract('large.happened-${n}', { v1: z.object({ id: z.string(), note: z.string() }) });`)}
export const large = context('large', {
  purpose: 'Is large',
  subdomain: supporting({ reviewed: '2026-11-02' }),
  team: 'Everybody',
  aggregates: [Large],
  handlers: [
${lines(events, (n) => `    handle(Do${n}, Large, { id: (c) => c.id, run: (root, c) => root.do${n}(c.note) }),`)}
  ],
  policies: [
${lines(events, (n) => `    policy('follow ${n}', { when: Happened${n}, then: (e) => new Do${(n + 1) % events}({ id: e.id, note: e.note }) }),`)}
  ],
  publishes: [
${lines(events, (n) => `    publish(Happened${n}, happened${n}, ({ id, note }) => ({ id, note }), eventual('5s')),`)}
  ],
});
`;
}

/** A map of so many contexts with ten contracts each, every one related to the five before it and hearing of each. */
export function largeMap(contexts: number): string {
  const contracts = 10;
  const before = (at: number): readonly number[] =>
    numbers(5)
      .map((back) => at - back - 1)
      .filter((n) => n >= 0);
  return `import { context, contextMap, contract, customerSupplier, policy, publish, event, aggregate, identifier, supporting } from 'metes';
import { z } from 'zod';

const Id = identifier('large.Id');
class Happened extends event('Happened', z.object({ id: Id })) {}
class Thing extends aggregate('Thing', { id: Id, state: z.object({}), events: [Happened], initial: () => ({}) }) {}
${lines(contexts, (at) => lines(contracts, (n) => `const told${at}x${n} = contract('part-${at}.told-${n}', { v1: z.object({ id: z.string() }) });`))}
${lines(
  contexts,
  (at) => `const part${at} = context('part-${at}', {
  purpose: 'Is one of many',
  subdomain: supporting({ reviewed: '2026-11-02' }),
  team: 'Everybody',
  aggregates: [Thing],
  handlers: [],
  policies: [
${before(at)
  .map(
    (from) => `    policy('hear ${from}', { when: told${from}x${at % contracts}, then: () => undefined }),`,
  )
  .join('\n')}
  ],
  publishes: [
${lines(contracts, (n) => `    publish(Happened, told${at}x${n}, ({ id }) => ({ id })),`)}
  ],
});`,
)}
export const map = contextMap('large',
${lines(contexts, (at) =>
  before(at)
    .map(
      (from) => `  customerSupplier(part${from}, part${at}, { exposes: [told${from}x${at % contracts}] }),`,
    )
    .join('\n'),
)}
);
`;
}
