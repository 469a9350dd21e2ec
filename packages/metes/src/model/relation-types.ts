import type { Contract } from '../contract/contract.ts';
import type { Context } from './context-declaration.ts';
import type { Outside, Party } from './outside.ts';
import type { Relation, RelationKind } from './relation.ts';

/** A text that the compiler knows to the letter; nothing for `string`, or for a pattern such as `a-${string}`. */
export type Known<Text extends string> = {} extends Readonly<Record<Text, 1>> ? never : Text;

/** The name of a party; `string` when the compiler does not know it to the letter. */
type NameOf<P extends Party> = [Known<P['name']>] extends [never] ? string : P['name'];

/** Two names in one; `string` when one of them is not known. */
type Pair<One extends string, Other extends string> = string extends One | Other ? string : `${One}>${Other}`;

/** The contracts that a party publishes; any when its type does not say, as after `const every: Context[]`. */
type Published<P> = P extends Context<string, infer Publishes> ? Publishes : never;

/** What a context reacts to and does not own itself, as `hearer<-contract`. */
export type Needed<P> =
  P extends Context<infer Name, string, infer Hears>
    ? [Known<Name>] extends [never]
      ? never
      : `${Name}<-${Exclude<Known<Hears>, `${Name}.${string}`>}`
    : never;

type Exposed<Terms> = Terms extends { readonly exposes: readonly (infer C)[] }
  ? C extends Contract<infer Name>
    ? Name
    : never
  : 'exposes' extends keyof Terms
    ? string
    : never;

/** Each contract crosses from its owner to the other side. */
type Let<Up extends string, Down extends string, Name> = string extends Up | Down | Name
  ? string
  : Name extends `${Up}.${string}`
    ? `${Down}<-${Name}`
    : Name extends `${Down}.${string}`
      ? `${Up}<-${Name}`
      : never;

type GuestOf<Terms> = Terms extends { readonly downstream: { readonly guest: infer Role } }
  ? Role
  : undefined;

/** The type of a relation between two parties on these terms. */
export type Related<Kind extends RelationKind, Up extends Party, Down extends Party, Terms> = Relation<{
  readonly kind: Kind;
  readonly guest: Extract<GuestOf<Terms>, 'conformist' | 'antiCorruption' | undefined>;
  readonly pair: Pair<NameOf<Up>, NameOf<Down>>;
  readonly reverse: Pair<NameOf<Down>, NameOf<Up>>;
  readonly lets: Let<NameOf<Up>, NameOf<Down>, Exposed<Terms>>;
  readonly needs: Needed<Up> | Needed<Down>;
}>;

/** Says at compile time that nobody is related to itself, and no two that are not ours. */
export type AnotherThan<One extends Party, Other extends Party> = [Known<Other['name']>] extends [never]
  ? unknown
  : [One, Other] extends [Outside, Outside]
    ? `Neither ${One['name']} nor ${Other['name']} is ours: relate each of them to the context that depends on it.`
    : [Other['name']] extends [One['name']]
      ? `${One['name']} has no relation to itself: inside a context, policies react to its own events without one.`
      : unknown;

/** Says at compile time that what a relation exposes is published by one of its two sides. */
export type OwnContracts<Up extends Party, Down extends Party, Terms> = [
  Exclude<Known<Exposed<Terms>>, Published<Up> | Published<Down>>,
] extends [never]
  ? unknown
  : {
      readonly exposes: `Neither ${Up['name']} nor ${Down['name']} publishes ${Exclude<Known<Exposed<Terms>>, Published<Up> | Published<Down>>}: add publish(...) to the publishes of its owner, or remove it from exposes.`;
    };

/** Says at compile time what a supplier and its customer cannot be. */
export type CustomerTerms<Terms> = (Terms extends { readonly host: readonly (infer Role)[] }
  ? 'openHost' extends Role
    ? {
        readonly host: 'A supplier plans with its customer, an open host serves everybody alike: write upstream(...) instead of customerSupplier(...), or remove openHost.';
      }
    : unknown
  : unknown) &
  (GuestOf<Terms> extends 'conformist'
    ? {
        readonly downstream: 'A customer has a say in the model, a conformist has none: write upstream(...) instead of customerSupplier(...), or remove conformist().';
      }
    : unknown);

/** Says at compile time that an anti-corruption layer translates something. */
export type LayerTerms<Terms> = Terms extends {
  readonly downstream: { readonly guest: 'antiCorruption'; readonly translators: readonly [] };
}
  ? {
      readonly downstream: 'An anti-corruption layer translates: name its translators in acl(...), or write conformist() where nothing is translated.';
    }
  : unknown;

/** What is left out of a kernel. */
type Unsaid<K> = Exclude<'name' | 'owner' | 'version' | 'budget' | 'path' | 'contents', keyof K>;

type Blank = '' | ' ';

/** Why the text or number that a kernel says is none; nothing for what the compiler does not know to the letter. */
type Faulty<K> =
  | (K extends { readonly owner: Blank } ? 'an owner, the team that decides what goes in' : never)
  | (K extends { readonly version: infer V extends string }
      ? [Known<V>] extends [never]
        ? never
        : V extends `${bigint}.${bigint}.${string}`
          ? never
          : "a semantic version, such as '1.0.0'"
      : never)
  | (K extends { readonly budget: infer B extends number }
      ? number extends B
        ? never
        : `${B}` extends '0' | `-${string}` | `${string}.${string}`
          ? 'a budget in lines, such as 300'
          : never
      : never)
  | (K extends { readonly path: infer P extends string }
      ? [Known<P>] extends [never]
        ? never
        : P extends
              | Blank
              | '.'
              | '..'
              | `/${string}`
              | `../${string}`
              | `${string}/..`
              | `${string}/../${string}`
          ? "a folder of this repository, such as 'kernel/money'"
          : never
      : never);

/** Says at compile time what a kernel lacks. */
export type KernelTerms<Terms> = Terms extends { readonly kernel: infer K }
  ? [Unsaid<K>] extends [never]
    ? [Faulty<K>] extends [never]
      ? unknown
      : { readonly kernel: `A kernel is a product: give it ${Faulty<K>}.` }
    : { readonly kernel: `A kernel is a product: say its ${Unsaid<K>} in kernel: { ... }.` }
  : unknown;
