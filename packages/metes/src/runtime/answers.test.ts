import { describe, expect, it } from 'vitest';
import { Answers } from './answers.ts';
import type { CommandRequest } from './command-request.ts';
import { Add, counters, Open, Put, Take } from './counters-under-test.ts';
import { World } from './world-under-test.ts';

const context = counters();
let made = 0;

/** A request under a key, whose answer says which try it was made by. */
function under(key: string, fingerprint = 'f', principal = 'p'): Partial<CommandRequest> {
  return {
    idempotency: { principal, route: 'POST /c', key, fingerprint },
    answer: (done) => ({
      status: 201,
      headers: { location: `/c/${done.id}` },
      body: JSON.stringify({ made: ++made, version: done.version, text: 'ä\u2028' }),
    }),
  };
}

async function world() {
  const made = new World([context]);
  return { world: made, process: await made.start() };
}

describe('an idempotency key', () => {
  it('makes a repeated request have one effect and the same answer, byte for byte', async () => {
    const { world: made, process } = await world();
    const first = await process.send('counters', new Put({ id: 'c', by: 1, note: 'a' }), under('k'));
    const second = await process.send('counters', new Put({ id: 'c', by: 1, note: 'a' }), under('k'));
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    expect(second.answer).toEqual(first.answer);
    expect(await made.log('counters')).toHaveLength(1);
  });

  it('lets one request through while others of the key are refused', async () => {
    const { world: made, process } = await world();
    const sent = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        process.send('counters', new Put({ id: 'c', by: 1, note: 'a' }), under('k')),
      ),
    );
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(sent[1]).toMatchObject({ reason: { code: 'METES_RUNTIME_KEY_IN_PROGRESS' } });
    expect(await made.log('counters')).toHaveLength(1);
  });

  it('has one effect when two processes get the same request at once', async () => {
    const { world: made, process } = await world();
    const other = await made.start();
    const sent = await made.time.resolved(
      Promise.all(
        [process, other].map((each) =>
          each.send('counters', new Put({ id: 'c', by: 1, note: 'a' }), under('k')),
        ),
      ),
    );
    expect(sent.filter(({ replayed }) => replayed)).toHaveLength(1);
    expect(sent[0]?.answer).toEqual(sent[1]?.answer);
    expect(await made.log('counters')).toHaveLength(1);
  });

  it('is refused for another request, before and after a restart', async () => {
    const { world: made, process } = await world();
    await process.send('counters', new Open({ id: 'c' }), under('k'));
    await expect(process.send('counters', new Open({ id: 'd' }), under('k', 'g'))).rejects.toMatchObject({
      code: 'METES_RUNTIME_KEY_REUSED',
    });
    const next = await made.start();
    await expect(next.send('counters', new Open({ id: 'd' }), under('k', 'g'))).rejects.toMatchObject({
      code: 'METES_RUNTIME_KEY_REUSED',
    });
    await expect(next.send('counters', new Open({ id: 'c' }), under('k', 'g'))).rejects.toMatchObject({
      code: 'METES_RUNTIME_KEY_REUSED',
    });
    expect(await made.log('counters')).toHaveLength(1);
  });

  it('is remembered over a restart, whether or not the command would still be carried out', async () => {
    const { world: made, process } = await world();
    const opened = await process.send('counters', new Open({ id: 'c' }), under('open'));
    const added = await process.send('counters', new Add({ id: 'c', by: 1, note: 'a' }), under('add'));
    const next = await made.start();
    expect(await next.send('counters', new Open({ id: 'c' }), under('open'))).toEqual({
      replayed: true,
      answer: opened.answer,
    });
    expect(await next.send('counters', new Add({ id: 'c', by: 1, note: 'a' }), under('add'))).toEqual({
      replayed: true,
      answer: added.answer,
    });
    expect(
      await next.context('counters').kept({ principal: 'p', route: 'POST /c', key: 'add', fingerprint: 'f' }),
    ).toEqual(added.answer);
    expect(await made.log('counters')).toHaveLength(2);
  });

  it('belongs to its principal', async () => {
    const { world: made, process } = await world();
    const other = await made.start();
    await process.send('counters', new Put({ id: 'c', by: 1, note: 'a' }), under('k', 'f', 'ann'));
    const bobs = [other, process].map((each) =>
      each.send('counters', new Put({ id: 'c', by: 1, note: 'b' }), under('k', 'f', 'bob')),
    );
    await made.time.resolved(Promise.allSettled(bobs));
    expect((await made.log('counters')).map(({ data }) => (data as { note: string }).note)).toEqual([
      'a',
      'b',
    ]);
  });

  it('may be used again when the first try was refused', async () => {
    const { world: made, process } = await world();
    await process.send('counters', new Open({ id: 'c' }));
    await expect(process.send('counters', new Take({ id: 'c', by: 1 }), under('k'))).rejects.toMatchObject({
      rule: 'There is not enough',
    });
    await process.send('counters', new Add({ id: 'c', by: 1, note: 'a' }));
    expect(await process.send('counters', new Take({ id: 'c', by: 1 }), under('k'))).toMatchObject({
      replayed: false,
    });
    expect(await made.log('counters')).toHaveLength(3);
  });

  it('works without anybody saying what to answer', async () => {
    const { world: made, process } = await world();
    const idempotency = under('k').idempotency!;
    await process.send('counters', new Put({ id: 'c', by: 1, note: 'a' }), { idempotency });
    const next = await made.start();
    expect(await next.send('counters', new Put({ id: 'c', by: 1, note: 'a' }), { idempotency })).toEqual({
      replayed: true,
      answer: { status: 204, headers: {}, body: '' },
    });
    expect(await made.log('counters')).toHaveLength(1);
  });

  it('is found in the store when memory has forgotten it', async () => {
    const made = new World([context]);
    const process = await made.start({ runtime: { rememberedAnswers: 2 } });
    for (let n = 0; n < 10; n++)
      await process.send('counters', new Put({ id: 'c', by: 1, note: `${n}` }), under(`k${n}`));
    expect(await process.send('counters', new Put({ id: 'c', by: 1, note: '0' }), under('k0'))).toMatchObject(
      { replayed: true },
    );
    expect(await made.log('counters')).toHaveLength(10);
  });

  it('stays in memory, however many other requests are on their way', async () => {
    const { world: made } = await world();
    const answers = new Answers(made.store('counters'), 2);
    const request = (key: string) => ({
      command: new Open({ id: 'c' }),
      correlation: 'c',
      causation: 'c',
      idempotency: under(key).idempotency!,
    });
    for (let n = 0; n < 4; n++) void answers.once(request(`slow${n}`), () => new Promise(() => undefined));
    const answer = { status: 204, headers: {}, body: '' };
    for (const key of ['k0', 'k1', 'k2', 'k3'])
      await answers.once(request(key), async () => ({
        replayed: false,
        done: { id: 'c', version: 1, result: undefined },
        answer,
      }));
    // The store has none of them.
    expect(await answers.kept(request('k3').idempotency)).toEqual(answer);
    expect(await answers.kept(request('k0').idempotency)).toBeUndefined();
  });

  it('costs no read when the request is refused for lack of room', async () => {
    const made = new World([context]);
    let asked = 0;
    const process = await made.start({
      runtime: { waiting: 1 },
      faults: ({ operation }) => void (operation === 'answer' && asked++),
    });
    const sent = await Promise.allSettled(
      Array.from({ length: 5 }, (_, n) =>
        process.send('counters', new Put({ id: 'c', by: 1, note: `${n}` }), under(`k${n}`)),
      ),
    );
    expect(sent[4]).toMatchObject({ reason: { code: 'METES_RUNTIME_OVERLOADED' } });
    expect(asked).toBe(0);
  });
});
