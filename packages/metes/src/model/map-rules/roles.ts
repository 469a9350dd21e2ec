import type { HostRole, Relation } from '../relation.ts';
import { relationLine, type Rewritten } from './relation-line.ts';
import type { Breach, Rule } from './rule.ts';

/** A supplier plans with its customer: it is no open host to it, and the customer no conformist. */
export const customersHaveASay: Rule = (map) =>
  map.relations
    .filter((each) => each.kind === 'customerSupplier')
    .flatMap((each) => {
      const breaches: Breach[] = [];
      if (each.host.includes('openHost')) {
        breaches.push(breach(each, 'METES_MAP_CUSTOMER_OPEN_HOST', 'error', { kind: 'upstream' }));
      }
      if (each.guest === 'conformist') {
        breaches.push(breach(each, 'METES_MAP_CUSTOMER_CONFORMIST', 'error', { kind: 'upstream' }));
      }
      if (each.guest === 'antiCorruption') {
        breaches.push(breach(each, 'METES_MAP_CUSTOMER_TRANSLATES', 'warning', { kind: 'upstream' }));
      }
      return breaches;
    });

/** Who conforms takes words as they are: nothing is translated. */
export const conformistsDoNotTranslate: Rule = (map) =>
  map.relations
    .filter((each) => each.guest === 'conformist' && each.translators.length > 0)
    .map((each) => breach(each, 'METES_MAP_CONFORMIST_TRANSLATES', 'error', { guest: 'antiCorruption' }));

/** Who translates has translators. */
export const layersTranslate: Rule = (map) =>
  map.relations
    .filter((each) => each.guest === 'antiCorruption' && each.translators.length === 0)
    .map((each) => breach(each, 'METES_MAP_ACL_EMPTY', 'error', {}));

/** An open host has a published language, or those who come have to guess. */
export const hostsPublishALanguage: Rule = (map) =>
  map.relations
    .filter((each) => each.host.includes('openHost') && !each.host.includes('publishedLanguage'))
    .map((each) => {
      const host: readonly HostRole[] = [...each.host, 'publishedLanguage'];
      return breach(each, 'METES_MAP_HOST_WITHOUT_LANGUAGE', 'warning', { host });
    });

function breach(
  relation: Relation,
  code: Breach['code'],
  severity: Breach['severity'],
  rewritten: Rewritten,
): Breach {
  const [up, down] = [relation.upstream.name, relation.downstream.name];
  return {
    code,
    severity,
    values: { upstream: up, downstream: down, line: relationLine(relation, rewritten) },
    context: down,
  };
}
