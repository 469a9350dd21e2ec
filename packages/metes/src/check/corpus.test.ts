import { expect, test } from 'vitest';
import { plantedDisguises } from './planted-disguises-under-test.ts';
import { plantedImports } from './planted-imports-under-test.ts';
import { plantedBoundaries } from '../start/boundary/planted-boundaries-under-test.ts';
import { plantedUnasked } from './planted-unasked-under-test.ts';
import { plantedReactions } from './planted-reactions-under-test.ts';
import { plantedWords } from './planted-words-under-test.ts';
import { rules } from './rules/index.ts';

const planted = [
  ...plantedImports,
  ...plantedDisguises,
  ...plantedReactions,
  ...plantedUnasked,
  ...plantedWords,
];

test('the corpus has more than sixty breaches, each another one', () => {
  const edits = planted.map(({ edit, code }) => {
    const texts = Object.entries(edit).map(([path, text]) => [
      path,
      typeof text === 'string' ? text : text(''),
    ]);
    return JSON.stringify([code, texts]);
  });
  console.log(
    `planted breaches: ${plantedImports.length + plantedDisguises.length} of imports, ${plantedReactions.length} of contracts, ${plantedUnasked.length} of what nobody handed over, ${plantedWords.length} of language, ${plantedBoundaries.length} around what runs`,
  );
  expect(planted.length).toBeGreaterThan(60);
  expect(new Set(edits).size).toBe(planted.length);
});

test('every rule over sources has a code of its own and says in a sentence what holds', () => {
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  for (const { about } of rules) expect(about).toMatch(/^[a-z0-9][^\n]{10,90}[^.]$/);
});
