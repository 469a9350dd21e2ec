import type { Contract } from '../contract/contract.ts';
import type { Kernel } from './kernel.ts';
import type { Party } from './outside.ts';
import type { Port } from './port.ts';
import type { Translator } from './translator.ts';

/** How two parties of a map stand to each other. */
export type RelationKind = 'partnership' | 'sharedKernel' | 'customerSupplier' | 'upstream' | 'separateWays';

/** What an upstream offers: a protocol open to everybody, a documented language to speak in. */
export type HostRole = 'openHost' | 'publishedLanguage';

/** How a downstream takes what comes: as it is, or translated by a layer of its own. */
export type GuestRole = 'conformist' | 'antiCorruption';

/** One word that means something else on the two sides of a relation. */
export interface Difference {
  readonly term: string;
  /** What the upstream (or the first party) means by it. */
  readonly upstream: string;
  /** What the downstream (or the second party) means by it. */
  readonly downstream: string;
}

/** What the type of a relation says, so that the compiler can read the map. */
export interface RelationShape {
  readonly kind: RelationKind;
  readonly guest: GuestRole | undefined;
  /** `upstream>downstream` */
  readonly pair: string;
  /** `downstream>upstream` */
  readonly reverse: string;
  /** What the relation lets through, as `hearer<-contract`. */
  readonly lets: string;
  /** What its two contexts react to, as `hearer<-contract`. */
  readonly needs: string;
}

/** How two parties of a map stand to each other, and what crosses between them. */
export interface Relation<Shape extends RelationShape = RelationShape> {
  readonly kind: RelationKind;
  /** The party whose model leads; in a symmetric relation, the first one written. */
  readonly upstream: Party;
  /** The party that follows; in a symmetric relation, the second one written. */
  readonly downstream: Party;
  readonly host: readonly HostRole[];
  readonly guest?: GuestRole;
  /** The translators of an anti-corruption layer. */
  readonly translators: readonly Translator[];
  /** Contracts that cross the relation, from either side. */
  readonly exposes: readonly Contract[];
  /** Ports through which one side calls an API of the other. */
  readonly through: readonly Port[];
  readonly kernel?: Kernel;
  /** Words that mean something else on either side: what makes the boundary a real one. */
  readonly differs: readonly Difference[];
  /** Why it is so. */
  readonly because?: string;
  /** Only for types. */
  readonly '~shape'?: Shape;
}

/** True for relations in which no model leads. */
export function isSymmetric(relation: Pick<Relation, 'kind'>): boolean {
  return relation.kind !== 'customerSupplier' && relation.kind !== 'upstream';
}
