import { isOutside } from '../outside.ts';
import { relationLine } from './relation-line.ts';
import type { Breach, Rule } from './rule.ts';

/** One test for so many lines of own code is the least for a core subdomain. */
const linesPerTest = 50;

/** What sets the business apart is not bent to what everybody can buy. */
export const coreDoesNotConform: Rule = (map) =>
  map.relations.flatMap((relation) => {
    const { upstream, downstream, guest } = relation;
    if (guest !== 'conformist' || isOutside(downstream) || downstream.subdomain.class !== 'core') return [];
    const kind = isOutside(upstream) ? 'not ours' : upstream.subdomain.class;
    if (kind !== 'not ours' && kind !== 'generic') return [];
    const line = relationLine(relation, { guest: 'antiCorruption' });
    const values = { upstream: upstream.name, downstream: downstream.name, whose: kind, line };
    return [{ code: 'METES_MAP_CORE_CONFORMS', severity: 'error', values, context: downstream.name }];
  });

/** A context stays within the lines of own code that its classification allows. */
export const contextsStayInBudget: Rule = (map, { contexts = {} }) =>
  map.contexts.flatMap(({ name, subdomain }) => {
    const { budget, reviewed } = subdomain;
    const lines = contexts[name]?.lines ?? 0;
    if (budget === undefined || lines <= budget) return [];
    const line =
      subdomain.class === 'generic'
        ? `subdomain: supporting({ reviewed: '${reviewed}' })`
        : `budget: ${Math.ceil(lines / 100) * 100}`;
    const values = { context: name, class: subdomain.class, lines, budget, line };
    return [{ code: 'METES_MAP_OVER_BUDGET', severity: 'error', values, context: name }];
  });

/** What matters most is tested most. */
export const coreIsTested: Rule = (map, { contexts = {} }) =>
  map.contexts.flatMap(({ name, subdomain }) => {
    const { lines, tests } = contexts[name] ?? {};
    if (subdomain.class !== 'core' || lines === undefined || tests === undefined) return [];
    return tests * linesPerTest < lines
      ? [
          {
            code: 'METES_MAP_TESTS_SHALLOW',
            severity: 'warning',
            values: { context: name, tests, lines },
            context: name,
          },
        ]
      : [];
  });

/** Classifications are looked at once a year. */
export const reviewsAreRecent: Rule = (map, { today }) =>
  map.contexts.flatMap(({ name, team, subdomain }): Breach[] => {
    if (today === undefined) return [];
    const { reviewed, class: is, owner = team } = subdomain;
    const values = { context: name, class: is, last: reviewed, today, owner };
    if (reviewed > today)
      return [{ code: 'METES_MAP_REVIEW_AHEAD', severity: 'warning', values, context: name }];
    // Days written as YYYY-MM-DD are in the order of their texts: one year on is another year, not so many days.
    const due = `${String(Number(reviewed.slice(0, 4)) + 1)}${reviewed.slice(4)}`;
    return due < today
      ? [{ code: 'METES_MAP_REVIEW_OVERDUE', severity: 'warning', values, context: name }]
      : [];
  });

/** Partners change together, or one of them leads. */
export const partnersChangeTogether: Rule = (map, { changes }) =>
  map.relations
    .filter(({ kind }) => kind === 'partnership')
    .flatMap((relation) => {
      const [one, other] = [relation.upstream.name, relation.downstream.name];
      if (!changes || changes.together(one, other) > 0) return [];
      const line = relationLine(relation, { kind: 'customerSupplier' });
      const values = { one, other, months: changes.months, line };
      return [{ code: 'METES_MAP_PARTNERS_APART', severity: 'warning', values, context: one }];
    });
