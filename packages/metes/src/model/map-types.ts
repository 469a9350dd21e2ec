import type { Party } from './outside.ts';
import type { GuestRole, Relation, RelationKind } from './relation.ts';
import type { Known, Needed } from './relation-types.ts';

/** What a map is made of. */
export type MapPart = Relation | Party;

type Lets<P> = P extends Relation<infer Shape> ? Shape['lets'] : never;

type Needs<P> = P extends Relation<infer Shape> ? Known<Shape['needs']> : Needed<P>;

/** The pairs that relations of a kind relate, as they are written. */
type Pairs<P, Kind extends RelationKind> =
  P extends Relation<infer Shape> ? (Shape['kind'] extends Kind ? Known<Shape['pair']> : never) : never;

/** The same pairs read from the other side. */
type Reversed<P, Kind extends RelationKind> =
  P extends Relation<infer Shape> ? (Shape['kind'] extends Kind ? Known<Shape['reverse']> : never) : never;

/** The pairs in which the downstream has this role. */
type GuestPairs<P, Guest extends GuestRole> =
  P extends Relation<infer Shape> ? (Shape['guest'] extends Guest ? Known<Shape['pair']> : never) : never;

type Leading = 'customerSupplier' | 'upstream';
type Relating = Leading | 'partnership' | 'sharedKernel';

/** Pairs that go separate ways and are related nevertheless. */
type Crossed<P> = Extract<Pairs<P, 'separateWays'> | Reversed<P, 'separateWays'>, Pairs<P, Relating>>;

/** Reactions of which hearer and owner go separate ways. */
type CrossedBy<P, Need> = Need extends `${infer Hearer}<-${infer Owner}.${string}`
  ? `${Hearer}>${Owner}` extends Pairs<P, 'separateWays'> | Reversed<P, 'separateWays'>
    ? Need
    : never
  : never;

/** Pairs of which the map says two things that cannot both be. */
type Contradicted<P> =
  | Extract<Pairs<P, Leading>, Reversed<P, Leading>>
  | Extract<Pairs<P, Leading>, Pairs<P, 'partnership'> | Reversed<P, 'partnership'>>
  | Extract<Pairs<P, 'customerSupplier'>, Pairs<P, 'upstream'>>
  | Extract<Pairs<P, 'partnership'>, Reversed<P, 'partnership'>>
  | Extract<GuestPairs<P, 'conformist'>, GuestPairs<P, 'antiCorruption'>>;

type Leaders<Edge> = Edge extends `${infer Up}>${string}` ? Up : never;
type Followers<Edge> = Edge extends `${string}>${infer Down}` ? Down : never;

/** The edges at whose both ends the leading goes on. */
type Inner<Edge, Leads, Follows> = Edge extends `${infer Up}>${infer Down}`
  ? Up extends Follows
    ? Down extends Leads
      ? Edge
      : never
    : never
  : never;

/** What is left when those who only lead or only follow are taken away until nobody is: circles, and ways between them. */
type Circles<Edge> = [Edge] extends [never]
  ? never
  : [Edge] extends [Inner<Edge, Leaders<Edge>, Followers<Edge>>]
    ? Edge
    : Circles<Inner<Edge, Leaders<Edge>, Followers<Edge>>>;

type CrossedSentence<Pair> = Pair extends `${infer One}>${infer Other}`
  ? `${One} and ${Other} go separate ways and are related all the same: keep one of the two lines.`
  : never;

type CrossedBySentence<Need> = Need extends `${infer Hearer}<-${infer Contract}`
  ? `${Hearer} reacts to ${Contract}, whose owner it goes separate ways with: remove the reaction, or relate the two.`
  : never;

type ContradictedSentence<Pair> = Pair extends `${infer One}>${infer Other}`
  ? `The map says two things of ${One} and ${Other} that contradict each other: keep one of the two lines.`
  : never;

type CircleSentence<Edge> = Edge extends `${infer Up}>${infer Down}`
  ? `${Up} leads ${Down}, and follows it by way of others: decide who of the circle follows nobody, or write partnership(...) for two that plan together.`
  : never;

type MissingSentence<Need> = Need extends `${infer Hearer}<-${infer Owner}.${infer Rest}`
  ? `${Hearer} reacts to ${Owner}.${Rest}, which the map does not expose to it: add it to exposes of the relation between ${Owner} and ${Hearer}.`
  : never;

/**
 * The type of the name of a map: any text when the map holds together, else a sentence that says what to write. One line
 * written twice, and what depends on classifications, is left to the start.
 */
export type Sound<P> = [Crossed<P>] extends [never]
  ? [CrossedBy<P, Needs<P>>] extends [never]
    ? [Contradicted<P>] extends [never]
      ? [Circles<Pairs<P, Leading>>] extends [never]
        ? [Exclude<Needs<P>, Lets<P>>] extends [never]
          ? string
          : MissingSentence<Exclude<Needs<P>, Lets<P>>>
        : CircleSentence<Circles<Pairs<P, Leading>>>
      : ContradictedSentence<Contradicted<P>>
    : CrossedBySentence<CrossedBy<P, Needs<P>>>
  : CrossedSentence<Crossed<P>>;
