import type { RelationKind } from '../model/relation.ts';
import type { RelationPicture } from './map-picture.ts';

/** The marks of a relation in the notation of the field. */
export interface Notation {
  /** At the first party: `U`, `U OHS PL`, `P`, `SK`. */
  readonly upstream: readonly string[];
  /** At the second party: `D`, `D ACL`, `D CF`, `P`, `SK`. */
  readonly downstream: readonly string[];
  /** Of the relation as a whole: `CS` for customer-supplier, `SW` for separate ways. */
  readonly whole: string | undefined;
}

/** What each mark stands for, in the order in which a legend lists them. */
export const marks: Readonly<Record<string, string>> = {
  U: 'upstream: its model leads',
  D: 'downstream: it follows',
  CS: 'customer-supplier',
  OHS: 'open host service',
  PL: 'published language',
  ACL: 'anti-corruption layer',
  CF: 'conformist',
  P: 'partnership',
  SK: 'shared kernel',
  SW: 'separate ways',
};

/** How each kind of relation is called in a sentence. */
export const kindNames: Readonly<Record<RelationKind, string>> = {
  partnership: 'partnership',
  sharedKernel: 'shared kernel',
  customerSupplier: 'customer-supplier',
  upstream: 'upstream-downstream',
  separateWays: 'separate ways',
};

/** The marks of a relation. */
export function notationOf({ kind, host, guest }: RelationPicture): Notation {
  switch (kind) {
    case 'partnership':
      return { upstream: ['P'], downstream: ['P'], whole: undefined };
    case 'sharedKernel':
      return { upstream: ['SK'], downstream: ['SK'], whole: undefined };
    case 'separateWays':
      return { upstream: [], downstream: [], whole: 'SW' };
    case 'customerSupplier':
    case 'upstream':
      return {
        upstream: ['U', ...host.map((each) => (each === 'openHost' ? 'OHS' : 'PL'))],
        downstream: ['D', ...(guest === undefined ? [] : [guest === 'antiCorruption' ? 'ACL' : 'CF'])],
        whole: kind === 'customerSupplier' ? 'CS' : undefined,
      };
  }
}

/** The marks that a map uses, in the order of the legend. */
export function marksOf(relations: readonly RelationPicture[]): readonly string[] {
  const used = new Set(
    relations.flatMap((each) => {
      const { upstream, downstream, whole } = notationOf(each);
      return [...upstream, ...downstream, ...(whole === undefined ? [] : [whole])];
    }),
  );
  return Object.keys(marks).filter((mark) => used.has(mark));
}

/** The one line of a relation: `cart [U] -> [D,ACL] ordering`, `a [P] <-> [P] b`, `a || b`. */
export function relationLine(relation: RelationPicture): string {
  const { upstream, downstream } = notationOf(relation);
  const { kind } = relation;
  if (kind === 'separateWays') return `${relation.upstream} || ${relation.downstream}`;
  const arrow = kind === 'partnership' || kind === 'sharedKernel' ? '<->' : '->';
  return `${relation.upstream} [${upstream.join(',')}] ${arrow} [${downstream.join(',')}] ${relation.downstream}`;
}
