import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accepts } from './accepts.ts';
import { decide } from './decide.ts';
import { Draw, judgeOf } from './schemas-under-test.ts';

/** How many documents are made; a million with METES_TEST_DOCUMENTS=1000000. */
const wanted = Number(process.env['METES_TEST_DOCUMENTS'] ?? 20_000);
const ofOnePair = wanted > 100_000 ? 200 : 40;

it(
  `a change called compatible never rejects a document and every witness is one, over ${wanted} documents`,
  { timeout: 30_000 + wanted * 3 },
  () => {
    const counts = { documents: 0, compatible: 0, incompatible: 0, undecided: 0 };
    const pair = (seed: number): void => {
      const draw = new Draw(seed);
      const writer = draw.schema();
      let reader = draw.edited(writer);
      if (draw.chance(0.3)) reader = draw.edited(reader);
      const [readerAccepts, writerAccepts] = [judgeOf(reader), judgeOf(writer)];
      const found = decide(reader, writer);
      counts[found.verdict]++;
      const told = `reader ${JSON.stringify(reader)}, writer ${JSON.stringify(writer)}`;
      if (found.verdict === 'incompatible') {
        const { witness } = found;
        if (!writerAccepts(witness) || readerAccepts(witness))
          expect.fail(`no witness: ${JSON.stringify(witness)}, ${told}`);
      }
      for (let turn = 0; turn < ofOnePair; turn++) {
        const document = draw.document(writer, writer);
        if (document === undefined) continue;
        counts.documents++;
        const [written, read] = [writerAccepts(document), readerAccepts(document)];
        if (accepts(writer, document) !== written || accepts(reader, document) !== read)
          expect.fail(`judged otherwise by the validator: ${JSON.stringify(document)}, ${told}`);
        if (found.verdict === 'compatible' && written && !read)
          expect.fail(`called compatible, but ${JSON.stringify(document)} is refused, ${told}`);
      }
    };
    fc.assert(fc.property(fc.nat(), pair), { numRuns: Math.ceil((wanted / ofOnePair) * 1.05) });
    const pairs = counts.compatible + counts.incompatible + counts.undecided;
    if (wanted > 20_000)
      console.log(`${counts.documents} documents, ${pairs} pairs of schemas: ${JSON.stringify(counts)}`);
    expect(counts.compatible).toBeGreaterThan(pairs / 8);
    expect(counts.incompatible).toBeGreaterThan(pairs / 8);
    expect(counts.undecided).toBeLessThan(pairs / 10);
  },
);
