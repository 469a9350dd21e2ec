import { isOutside, type Party } from '../outside.ts';
import type { Relation } from '../relation.ts';
import { contractsRead } from '../system-map.ts';
import { kernelKey } from './kernels.ts';
import { contractVariable, relationLine, variable } from './relation-line.ts';
import type { Breach, Rule } from './rule.ts';

/** Inside a context no relation is needed, and none means anything. */
export const nobodyRelatesToItself: Rule = (map) =>
  map.relations
    .filter(({ upstream, downstream }) => upstream === downstream)
    .map(({ upstream }) => ({
      code: 'METES_MODEL_SELF_RELATION',
      severity: 'error',
      values: { map: map.name, context: upstream.name },
      context: upstream.name,
    }));

/** At one end of a relation at least stands a context. */
export const somebodyIsOurs: Rule = (map) =>
  map.relations
    .filter(({ upstream, downstream }) => isOutside(upstream) && isOutside(downstream))
    .map(({ upstream, downstream }) => {
      const line = `upstream(${variable(upstream.name)}, ${variable(map.contexts[0]?.name ?? 'ordering')})`;
      return {
        code: 'METES_MAP_OUTSIDE_ONLY',
        severity: 'error',
        values: { one: upstream.name, other: downstream.name, line },
      };
    });

/** Of one pair the map says one thing; a shared kernel may stand beside it. */
export const pairsAreOfOneMind: Rule = (map) =>
  map.relations.flatMap((second, at) =>
    map.relations
      .slice(0, at)
      .filter((first) => samePair(first, second) && contradict(first, second))
      .map((first) => ({
        code: 'METES_MAP_CONTRADICTION' as const,
        severity: 'error' as const,
        values: {
          first: saying(first),
          second: saying(second),
          firstLine: relationLine(first),
          secondLine: relationLine(second),
        },
        context: first.downstream.name,
      })),
  );

/** Between those who go separate ways nothing crosses: no relation, no contract, no call, no reaction. */
export const separateWaysStaySeparate: Rule = (map) =>
  map.relations
    .filter(({ kind }) => kind === 'separateWays')
    .flatMap((apart) => {
      const { upstream: one, downstream: other } = apart;
      const breaches: Breach[] = [];
      const add = (what: string, remove: string, line: string): void => {
        const values = { one: one.name, other: other.name, crossing: what, remove, line };
        breaches.push({
          code: 'METES_MAP_SEPARATE_WAYS_CROSSED',
          severity: 'error',
          values,
          context: one.name,
        });
      };
      for (const each of map.relations) {
        if (each === apart || !samePair(each, apart)) continue;
        const twice = each.kind === 'separateWays';
        const instead = relationLine(each, twice ? { kind: 'customerSupplier' } : {});
        add(twice ? 'the map says so twice' : `${each.kind} relates them`, relationLine(each), instead);
      }
      const crossing = [
        ...apart.exposes.map((each) => each.contract),
        ...apart.through.map((each) => each.port),
      ];
      if (crossing.length > 0) {
        const what = `the map lets ${crossing.join(', ')} cross`;
        add(what, crossing.join(', '), relationLine(apart, { kind: 'customerSupplier' }));
      }
      for (const [party, from] of [
        [one, other],
        [other, one],
      ] as const) {
        for (const contract of heardFrom(party, from)) {
          const line = relationLine(apart, { kind: 'customerSupplier', exposes: [contract] });
          add(
            `${party.name} reacts to ${contract.contract}`,
            `the reaction to ${contractVariable(contract)}`,
            line,
          );
        }
      }
      return breaches;
    });

function saying({ kind, upstream, downstream }: Relation): string {
  return `${kind} of ${upstream.name} and ${downstream.name}`;
}

/** The contracts of one party that another reacts to, each once. */
function heardFrom(party: Party, from: Party) {
  if (isOutside(party)) return [];
  return [
    ...new Set(
      contractsRead(party)
        .filter((each) => each.context === from.name)
        .map((each) => each.whole),
    ),
  ];
}

function samePair(one: Relation, other: Relation): boolean {
  return (
    (one.upstream === other.upstream && one.downstream === other.downstream) ||
    (one.upstream === other.downstream && one.downstream === other.upstream)
  );
}

/** Separate ways are judged by a rule of their own. */
function contradict(one: Relation, other: Relation): boolean {
  if (one.kind === 'separateWays' || other.kind === 'separateWays') return false;
  if (one.kind === 'sharedKernel' && other.kind === 'sharedKernel')
    return !one.kernel || !other.kernel || kernelKey(one.kernel) === kernelKey(other.kernel);
  return one.kind !== 'sharedKernel' && other.kind !== 'sharedKernel';
}
