import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);

/** A program over stores in memory, the first of which does not answer some times: it waits by timers alone. */
function programOf(awaited: string): string {
  return `
    import { MetesError } from ${here('../base/errors.ts')};
    import { provide } from ${here('../model/port.ts')};
    import { memory } from ${here('./memory-stores.ts')};
    import { Receive, sample, teller } from ${here('./sample-under-test.ts')};
    import { start } from ${here('./start.ts')};
    let left = 4;
    const inner = memory();
    const store = {
      open: async (...given) => {
        const stores = await inner.open(...given);
        const flaky = (each) => new Proxy(each, {
          get: (target, name) => {
            const found = target[name];
            if (typeof found !== 'function') return found;
            return (...values) => {
              if (name === 'commit' && left-- > 0)
                throw new MetesError('METES_STORE_UNAVAILABLE', { context: 'any', reason: 'planned' });
              return found.apply(target, values);
            };
          },
        });
        return { ...stores, store: (context) => flaky(stores.store(context)) };
      },
    };
    const system = await start(sample, { store, ports: [provide(teller, { tell: async () => 'told' })] });
    const sent = system.send('stock', new Receive({ receiptId: 'r1', sku: 'cup', quantity: 5 }));
    ${awaited}
    console.log('over, and', 4 - Math.max(0, left), 'times without an answer');`;
}

describe('a program ends', () => {
  it.each([
    ['a command that it awaits', 'await sent;'],
    ['the end of the system that it awaits', 'await system.stop(); await sent;'],
    ['the quiet that it awaits', 'await system.quiesce(5_000);'],
  ])('not before %s', (_, awaited) => {
    const options = ['--conditions=@metes/source', '--import', 'tsx', '--input-type=module', '--eval'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...options, programOf(awaited)], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect([status, stdout.trim(), stderr]).toEqual([0, 'over, and 4 times without an answer', '']);
  });
});
