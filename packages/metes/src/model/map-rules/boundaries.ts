import { expertsOf } from '../shared-words.ts';
import type { Difference, Relation } from '../relation.ts';
import { contractVariable, relationLine } from './relation-line.ts';
import type { Breach, Rule } from './rule.ts';

/** So many words that mean something else on either side make a boundary a real one. */
const enough = 3;

/** A boundary that no word notices is drawn where none is. Who conforms or shares a kernel shares the words. */
export const boundariesAreReal: Rule = (map) =>
  map.relations
    .filter((each) => each.kind !== 'separateWays' && each.kind !== 'sharedKernel')
    .filter((each) => each.guest !== 'conformist')
    .flatMap((relation) => {
      const cited = new Set(relation.differs.filter(differ).map(({ term }) => term.toLowerCase()));
      if (cited.size >= enough) return [];
      const written = relation.differs.map(({ term }) => term);
      const cites = [...written, ...Array.from({ length: enough - cited.size }, () => '...')];
      const values = {
        ...names(relation),
        cited: counted(cited.size),
        line: relationLine(relation, { cites }),
      };
      return [{ code: 'METES_MAP_BOUNDARY_FICTIONAL', severity: 'warning', values, context: values.one }];
    });

/** A word that is cited as a difference means something else on either side. */
export const differencesDiffer: Rule = (map) =>
  map.relations.flatMap((relation) =>
    relation.differs
      .filter((each) => !differ(each))
      .map(({ term }) => ({
        code: 'METES_MAP_DIFFERENCE_SAME' as const,
        severity: 'warning' as const,
        values: { ...names(relation), term },
        context: relation.downstream.name,
      })),
  );

/** Where a boundary runs was asked of somebody who knows the business. */
export const expertsWereAsked: Rule = (map) =>
  map.contexts
    .filter((each) => expertsOf(each).length === 0)
    .map(({ name }) => ({
      code: 'METES_MAP_EXPERTS_MISSING',
      severity: 'warning',
      values: { context: name },
      context: name,
    }));

/** Whoever listens knows how consistent what is published is. */
export const publicationsPromise: Rule = (map) =>
  map.contexts.flatMap(({ name, publishes }) =>
    publishes
      .filter((each) => each.guarantee === undefined)
      .map(({ contract, event }): Breach => {
        const values = {
          context: name,
          contract: contract.contract,
          event: event.type,
          name: contractVariable(contract),
        };
        return { code: 'METES_MAP_GUARANTEE_MISSING', severity: 'warning', values, context: name };
      }),
  );

function counted(words: number): string {
  if (words === 1) return 'one word that means something else';
  return `${words === 0 ? 'no' : words} words that mean something else`;
}

function names({ upstream, downstream }: Relation) {
  return { one: upstream.name, other: downstream.name };
}

function differ({ upstream, downstream }: Difference): boolean {
  return plain(upstream) !== plain(downstream);
}

/** Capitals, spaces and a full stop make no other meaning. */
function plain(meaning: string): string {
  return meaning
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
