import { expect, it } from 'vitest';
import { z } from 'zod';
import { aggregate } from '../domain/aggregate.ts';
import { event } from '../domain/event.ts';
import { identifier } from '../domain/identifier.ts';
import { memoryStore } from '../memory/index.ts';
import { call, command, context, type ContextDeclaration, handle, port, supporting } from '../model/index.ts';
import { ContextRuntime } from '../runtime/context-runtime.ts';

const BoxId = identifier('boxes.BoxId');
class Opened extends event('Opened', z.object({})) {}
class Box extends aggregate('Box', {
  id: BoxId,
  state: z.object({}),
  events: [Opened],
  initial: () => ({}),
}) {}
class Open extends command('Open', z.object({ id: BoxId })) {}
class Shut extends command('Shut', z.object({ id: BoxId })) {}
const open = handle(Open, Box, { id: (c) => c.id, expects: 'either', run: () => undefined });

const running = (more: Partial<ContextDeclaration>): ContextRuntime => {
  const silent = (): void => undefined;
  const clock = { now: () => 0 };
  const declared = context('boxes', {
    purpose: 'Holds boxes',
    subdomain: supporting({ reviewed: '2026-09-01' }),
    team: 'Boxes',
    aggregates: [Box],
    handlers: [open],
    ...more,
  });
  return new ContextRuntime(declared, {
    store: memoryStore({ context: 'boxes', clock }),
    clock,
    ids: { next: () => 'id' },
    random: { next: () => 0 },
    timers: { after: () => () => undefined },
    journal: { info: silent, warn: silent, error: silent },
    failpoints: { pass: () => undefined },
    feed: () => expect.unreachable(),
    implementations: new Map(),
  });
};

it('refuses a command that nobody handles: METES_MODEL_COMMAND_UNHANDLED', async () => {
  const sent = running({}).send({
    command: new Shut({ id: BoxId.parse('b-1') }),
    correlation: 'r',
    causation: 'r',
  });
  await expect(sent).rejects.toThrow('METES_MODEL_COMMAND_UNHANDLED');
});

it('does not start with a port that nothing fulfils: METES_MODEL_PORT_MISSING', async () => {
  const gateway = port<object>()('gateway');
  const ask = call('ask', {
    when: Opened,
    through: gateway,
    run: async () => Promise.resolve(),
    then: () => undefined,
  });
  await expect(running({ calls: [ask] }).start()).rejects.toThrow(/METES_MODEL_PORT_MISSING.*"gateway"/);
});
