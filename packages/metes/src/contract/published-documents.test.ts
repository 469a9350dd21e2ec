import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toJson } from '../base/json.ts';
import { accepts } from './compatibility/accepts.ts';
import { asWritten } from './compatibility/as-written.ts';
import { decide } from './compatibility/decide.ts';
import { documentsOf } from './compatibility/documents.ts';
import { hintsOf } from './compatibility/hints.ts';
import { judgeOf } from './compatibility/schemas-under-test.ts';
import { contract } from './contract.ts';
import { versionSchema } from './version-schema.ts';
import { PlanDraw, zodOf } from './zod-schemas-under-test.ts';

/** How many pairs of schemas are drawn; more with METES_TEST_PAIRS=5000. */
const wanted = Number(process.env['METES_TEST_PAIRS'] ?? 80);
const ofOnePair = 40;

it(
  `a verdict is right for what contracts publish and read, over ${wanted} pairs of schemas of zod`,
  { timeout: 30_000 + wanted * 100 },
  () => {
    const counts = { documents: 0, filled: 0, compatible: 0, incompatible: 0, undecided: 0 };
    const pair = (seed: number): void => {
      const draw = new PlanDraw(seed);
      const plan = draw.plan();
      const [before, after] = [zodOf(plan), zodOf(draw.edited(draw.edited(draw.edited(plan))))];
      for (const [writing, reading] of [
        [before, after],
        [after, before],
      ] as const) {
        const [writer, reader] = [contract('a.b', { v1: writing }), contract('a.b', { v1: reading })];
        const [written, read] = [versionSchema(writing, 'a.b v1'), versionSchema(reading, 'a.b v1')];
        const readerAccepts = judgeOf(read);
        const told = `reader ${JSON.stringify(read)}, writer ${JSON.stringify(written)}`;
        const found = decide(read, written);
        counts[found.verdict]++;
        const isRead = (data: unknown): boolean => {
          try {
            reader.read(1, data);
            return true;
          } catch {
            return false;
          }
        };
        if (found.verdict === 'incompatible') {
          const { witness } = found;
          expect(writer.write(witness), `the witness is published as it is, ${told}`).toEqual(witness);
          if (readerAccepts(witness) || isRead(witness))
            expect.fail(`no witness: ${JSON.stringify(witness)}, ${told}`);
        }
        for (const data of documentsOf(written, hintsOf(written, read)).slice(0, ofOnePair)) {
          if (!accepts(written, data)) continue;
          const published = writer.write(data);
          counts.documents++;
          if (JSON.stringify(published) !== JSON.stringify(toJson(data))) counts.filled++;
          if (!accepts(asWritten(written), published))
            expect.fail(`nobody would write ${JSON.stringify(published)}, but it is published, ${told}`);
          if (found.verdict === 'compatible' && !(readerAccepts(published) && isRead(published)))
            expect.fail(`called compatible, but ${JSON.stringify(published)} is refused, ${told}`);
        }
      }
    };
    fc.assert(fc.property(fc.nat(), pair), { numRuns: wanted });
    if (wanted > 80) console.log(JSON.stringify(counts));
    expect(counts.filled).toBeGreaterThan(wanted);
    expect(counts.compatible).toBeGreaterThan(wanted / 4);
    expect(counts.incompatible).toBeGreaterThan(wanted / 4);
    expect(counts.undecided).toBeLessThan(wanted / 8);
  },
);
