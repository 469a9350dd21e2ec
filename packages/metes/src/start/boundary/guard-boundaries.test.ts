import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract, type Contract } from '../../contract/contract.ts';
import { MemoryDatabase } from '../../memory/memory-database.ts';
import { memoryBoundary } from '../../memory/memory-boundary.ts';
import type { Context } from '../../model/context.ts';
import type { ContextMap } from '../../model/context-map.ts';
import { memory } from '../memory-stores.ts';
import { registryOf } from '../../model/registry/registry-under-test.ts';
import { checkRegistry } from '../../model/registry/check-registry.ts';
import { start, type System } from '../start.ts';
import { bothUntil, boxes, Lid, lids, onlyV1, onlyV2, OpenBox, yard } from './yard-under-test.ts';

const clock = { now: () => Date.parse('2026-11-21T10:00:00Z') };

class Rig {
  readonly database = new MemoryDatabase();
  readonly warnings: Record<string, unknown>[] = [];

  start(map: ContextMap, only?: readonly Context[], now = clock.now()): Promise<System> {
    return start(map, {
      store: memory({ database: this.database }),
      clock: { now: () => now },
      journal: {
        info: () => undefined,
        warn: (message, fields) => void this.warnings.push({ message, ...fields }),
        error: () => undefined,
      },
      ...(only ? { only } : {}),
    });
  }

  async once(map: ContextMap, only?: readonly Context[]): Promise<void> {
    await (await this.start(map, only)).stop();
  }

  report(context: string) {
    return memoryBoundary(context, this.database.context(context).boundary, clock).report();
  }
}
const named = (map: ContextMap, name: string): Context => map.contexts.find((each) => each.name === name)!;

describe('what a context publishes', () => {
  it('is recorded with its schema at the first start, and kept at the next', async () => {
    const rig = new Rig();
    await rig.once(yard(onlyV1()));
    const [first] = (await rig.report('boxes')).versions;
    expect(first).toMatchObject({ contract: 'boxes.box-opened', version: 1, goesOut: true });
    expect(first!.schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { grams: { type: 'integer' } },
    });
    const both = bothUntil('2027-03-01');
    await rig.once(yard(both, both.v1));
    expect((await rig.report('boxes')).versions).toMatchObject([
      { version: 1, goesOut: true, sunset: '2027-03-01' },
      { version: 2, goesOut: true },
    ]);
    expect((await rig.report('lids')).edges).toMatchObject([
      { contract: 'boxes.box-opened', publisher: 'boxes', readers: [{ reaction: 'fetch a lid', reads: 1 }] },
    ]);
  });

  it('keeps its schema under its version: METES_CONTRACT_CHANGED', async () => {
    const rig = new Rig();
    await rig.once(yard(onlyV1()));
    const changed = contract('boxes.box-opened', { v1: z.object({ boxId: z.string(), grams: z.string() }) });
    await expect(rig.start(yard(changed))).rejects.toThrow(
      'METES_CONTRACT_CHANGED: boxes.box-opened v1 was published and has changed: type changed at grams. Witness (valid before, refused now): ',
    );
    const { versions, refusals } = await rig.report('boxes');
    expect(versions).toHaveLength(1);
    expect(refusals).toMatchObject([
      { code: 'METES_CONTRACT_CHANGED', contract: 'boxes.box-opened', count: 1 },
    ]);
    await rig.once(yard(onlyV1()));
  });

  it('is judged in the words in which the files of the registry are', async () => {
    const rig = new Rig();
    await rig.once(yard(onlyV2()));
    const files = registryOf(yard(onlyV2()));
    const saidOf = async (map: ContextMap): Promise<readonly string[]> => {
      const refused = await rig.start(map).catch((error: unknown) => (error as Error).message);
      const found = checkRegistry(map, files).find(({ code }) => code !== 'METES_CONTRACT_UNREGISTERED');
      return [String(refused), `${found!.code}: ${found!.message}`].map((each) => each.replace(/^\w+: /, ''));
    };
    const { v1, v2 } = onlyV2();
    const upcast = { v1: (old: object) => old };
    const schemas = { v1: v1.schemas.get(1)!, v2: v2.schemas.get(2)! };
    const narrow = z.object({ boxId: z.string().max(3), grams: z.int() });
    const [changedAtStart, changedInFile] = await saidOf(
      yard(contract('boxes.box-opened', { ...schemas, v1: narrow, upcast })),
    );
    expect(changedAtStart).toBe(changedInFile);
    const [goneAtStart, goneInFile] = await saidOf(yard(contract('boxes.box-opened', { v1: schemas.v1 })));
    expect(goneAtStart!.replace(' since 2026-11-21', '')).toBe(goneInFile);
    const v3 = z.object({ needed: z.string() });
    const [brokenAtStart, brokenInFile] = await saidOf(
      yard(
        contract('boxes.box-opened', {
          ...schemas,
          v3,
          upcast: { ...upcast, v2: upcast.v1 },
          breaking: { v2: 'kilograms' },
        }),
      ),
    );
    expect(brokenAtStart).toBe(brokenInFile);
  });

  it('keeps the units of its numbers: METES_CONTRACT_CHANGED', async () => {
    const weighed = (unit: string) =>
      contract('boxes.box-opened', {
        v1: z.object({ boxId: z.string(), grams: z.int().meta({ 'x-unit': unit }) }),
      });
    const rig = new Rig();
    await rig.once(yard(weighed('g')));
    await expect(rig.start(yard(weighed('kg')))).rejects.toThrow('unit changed at grams');
    await rig.once(yard(weighed('g')));
  });

  it('may be described in other words', async () => {
    const rig = new Rig();
    await rig.once(yard(onlyV1()));
    const described = z.object({ grams: z.int(), boxId: z.string().describe('Which box') });
    await expect(rig.once(yard(contract('boxes.box-opened', { v1: described })))).resolves.toBeUndefined();
  });

  it('keeps every version: METES_CONTRACT_VERSION_GONE', async () => {
    const rig = new Rig();
    await rig.once(yard(onlyV2()));
    await expect(rig.start(yard(onlyV1()))).rejects.toThrow(
      'METES_CONTRACT_VERSION_GONE: boxes.box-opened v2 was published since 2026-11-21 and is gone. Read by lids ("fetch a lid").',
    );
  });

  it('keeps what it promises of new versions, against all before: METES_CONTRACT_INCOMPATIBLE', async () => {
    const rig = new Rig();
    await rig.once(yard(onlyV1()));
    const v1 = z.object({ boxId: z.string(), grams: z.int() });
    const v2 = v1.extend({ colour: z.string() });
    const upcast = { v1: (old: object) => ({ ...old, colour: 'brown' }) };
    const broken = contract('boxes.box-opened', { v1, v2, upcast });
    await expect(rig.start(yard(broken, broken.v2))).rejects.toThrow(
      /METES_CONTRACT_INCOMPATIBLE: boxes\.box-opened v2 does not keep BACKWARD_TRANSITIVE.* at colour.*Read by lids \("fetch a lid"\)/,
    );
    expect((await rig.report('boxes')).refusals).toMatchObject([{ code: 'METES_CONTRACT_INCOMPATIBLE' }]);
    const explained = contract('boxes.box-opened', {
      v1,
      v2,
      upcast,
      breaking: { v2: 'boxes have colours now' },
    });
    await rig.once(yard(explained, explained.v2));
    expect((await rig.report('boxes')).versions).toMatchObject([
      { version: 1, mode: 'BACKWARD_TRANSITIVE', goesOut: false },
      { version: 2, goesOut: true },
    ]);
    // It is out: what was promised before it is no reason to stand still now.
    await expect(rig.once(yard(broken, broken.v2))).resolves.toBeUndefined();
  });

  it('is not compared where the library of a schema knows no JSON Schema', async () => {
    const bare = {
      '~standard': { version: 1, vendor: 'bare', validate: (value: unknown) => ({ value }) },
    } as const;
    const rig = new Rig();
    await rig.once(yard(contract('boxes.box-opened', { v1: bare })));
    await expect(rig.once(yard(onlyV1()))).resolves.toBeUndefined();
  });
});

describe('an older version', () => {
  it('is warned of at every start, with who still reads it', async () => {
    const rig = new Rig();
    const both = bothUntil('2027-03-01');
    await rig.once(yard(both, both.v1));
    expect(rig.warnings).toMatchObject([
      {
        contract: 'boxes.box-opened',
        version: 1,
        until: '2027-03-01',
        days: 100,
        readers: '"fetch a lid" in lids',
      },
    ]);
    rig.warnings.length = 0;
    await rig.once(yard(both));
    expect(rig.warnings).toMatchObject([{ readers: 'nobody', hint: expect.stringContaining('take v1 out') }]);
  });

  it('is refused from its day on, unless a reason is written: METES_CONTRACT_SUNSET_PASSED', async () => {
    const rig = new Rig();
    const both = bothUntil('2027-03-01');
    const at = (time: string) => rig.start(yard(both, both.v1), undefined, Date.parse(time));
    await (await at('2027-02-28T23:59:59Z')).stop();
    await expect(at('2027-03-01T00:00:00Z')).rejects.toThrow(
      'METES_CONTRACT_SUNSET_PASSED: boxes.box-opened v1 should have ended on 2027-03-01. It is read by "fetch a lid" in lids.',
    );
    const longer = bothUntil('2027-03-01', 'the partner moves in May');
    rig.warnings.length = 0;
    const later = await rig.start(yard(longer, longer.v1), undefined, Date.parse('2027-04-01T00:00:00Z'));
    await later.stop();
    expect(rig.warnings).toMatchObject([{ days: -31, despite: 'the partner moves in May' }]);
  });
});

describe('a reader in another process', () => {
  it('that cannot read what is about to go out refuses the publisher: METES_CONTRACT_UNREADABLE', async () => {
    const rig = new Rig();
    const before = yard(onlyV1());
    await rig.once(before, [named(before, 'lids')]);
    const after = yard(onlyV2());
    await expect(rig.start(after, [named(after, 'boxes')])).rejects.toThrow(
      'METES_CONTRACT_UNREADABLE: boxes publishes boxes.box-opened as v2, and "fetch a lid" in lids reads v1.',
    );
    const dual = yard(bothUntil('2027-03-01'));
    await rig.once(dual, [named(dual, 'boxes')]);
    await rig.once(after, [named(after, 'lids')]);
    await rig.once(after, [named(after, 'boxes')]);
  });

  it('is refused itself where it is the older build: METES_CONTRACT_UNREADABLE', async () => {
    const rig = new Rig();
    const after = yard(onlyV2());
    await rig.once(after, [named(after, 'boxes')]);
    const before = yard(onlyV1());
    await expect(rig.start(before, [named(before, 'lids')])).rejects.toThrow('METES_CONTRACT_UNREADABLE');
    expect((await rig.report('lids')).refusals).toMatchObject([
      { code: 'METES_CONTRACT_UNREADABLE', count: 1 },
    ]);
  });

  it('may be newer than its publisher', async () => {
    const rig = new Rig();
    const before = yard(onlyV1());
    await rig.once(before, [named(before, 'boxes')]);
    const after = yard(onlyV2());
    await expect(rig.once(after, [named(after, 'lids')])).resolves.toBeUndefined();
  });

  it('refuses a publisher that no longer publishes: METES_CONTRACT_UNREADABLE', async () => {
    const rig = new Rig();
    const before = yard(onlyV1());
    await rig.once(before, [named(before, 'lids')]);
    const silent = { ...boxes(onlyV1()), publishes: [] };
    const map = { ...before, contexts: [silent, { ...named(before, 'lids'), policies: [] }], relations: [] };
    await expect(rig.start(map, [silent])).rejects.toThrow(/METES_CONTRACT_UNREADABLE.* not at all/);
  });
});

describe('a map put together by hand', () => {
  it('is refused like any other: METES_MODEL_EDGE_UNDECLARED', async () => {
    const rig = new Rig();
    const good = yard(onlyV1());
    const opened = good.relations[0]!.exposes[0]!;
    const closed = {
      ...good,
      relations: good.relations.map((each) => ({ ...each, exposes: [] as Contract[] })),
    };
    await expect(rig.start(closed)).rejects.toThrow('METES_MODEL_EDGE_UNDECLARED');
    expect((await rig.report('lids')).refusals).toMatchObject([
      { code: 'METES_MODEL_EDGE_UNDECLARED', publisher: 'boxes', contract: opened.contract, count: 1 },
    ]);
    await expect(rig.start(closed)).rejects.toThrow('METES_MODEL_EDGE_UNDECLARED');
    expect((await rig.report('lids')).refusals).toMatchObject([{ count: 2 }]);
  });

  it('cannot hide an edge in the context that is started', async () => {
    const rig = new Rig();
    const opened = onlyV1();
    const map = yard(opened);
    const eavesdropper = {
      ...boxes(opened),
      policies: lids(contract('lids.x', { v1: z.object({}) })).policies,
    };
    await expect(rig.start(map, [eavesdropper])).rejects.toThrow('METES_MODEL_EDGE_UNDECLARED');
  });
});

it('traffic and readers of both versions are seen in a running system', async () => {
  const rig = new Rig();
  const both = bothUntil('2027-03-01');
  const map = yard(both, both.v1);
  const system = await rig.start(map);
  for (let n = 0; n < 20; n++) await system.send('boxes', new OpenBox({ boxId: `b${n % 4}`, grams: n }));
  await system.quiesce(10_000);
  expect((await system.context('lids').reader.aggregate(Lid, 'b1'))?.weights).toEqual([1, 5, 9, 13, 17]);
  await system.stop();
  expect((await rig.report('lids')).traffic).toMatchObject([
    { subscription: 'lids<-boxes', contract: 'boxes.box-opened', version: 1, messages: 20 },
  ]);
});
