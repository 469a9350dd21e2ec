import type { Kernel } from '../model/kernel.ts';
import type { Difference, GuestRole, HostRole, RelationKind } from '../model/relation.ts';
import type { Implementation, PastClass, SubdomainClass } from '../model/subdomain.ts';

/** An aggregate, and the events that it raises. */
export interface AggregatePicture {
  readonly name: string;
  readonly events: readonly string[];
}

/** A command, and the aggregate that carries it out. */
export interface CommandPicture {
  readonly name: string;
  readonly aggregate: string;
}

/** A contract that goes out: its name, the version of today, and the event inside that it tells of. */
export interface PublicationPicture {
  readonly contract: string;
  readonly version: number;
  readonly event: string;
  /** Older versions that go out beside it, and until when. */
  readonly older: readonly { readonly version: number; readonly until: string }[];
  /** What it promises of consistency, where that was stated. */
  readonly guarantee?: string;
}

/** A contract of another context that is heard, and what follows from it: names of policies, calls and projections. */
export interface HearingPicture {
  readonly contract: string;
  readonly then: readonly string[];
}

/** A context as it is seen from outside and as its people speak of it; plain JSON. */
export interface ContextPicture {
  readonly name: string;
  readonly purpose: string;
  readonly class: SubdomainClass;
  /** How the subdomain is come by. */
  readonly implementation: Implementation;
  /** The day of the last review of the class, `YYYY-MM-DD`. */
  readonly reviewed: string;
  /** What it was classified as before, the oldest first. */
  readonly history: readonly PastClass[];
  readonly team: string;
  /** Who was asked where it begins and ends, and what its words mean. */
  readonly experts: readonly string[];
  /** What each term means here. */
  readonly language: Readonly<Record<string, string>>;
  /** Words that are not used for a term, by the term. */
  readonly notSaid: Readonly<Record<string, readonly string[]>>;
  readonly aggregates: readonly AggregatePicture[];
  readonly commands: readonly CommandPicture[];
  readonly publishes: readonly PublicationPicture[];
  /** Contracts of others that it reacts to. */
  readonly hears: readonly HearingPicture[];
  /** What it promises about consistency, in sentences. */
  readonly guarantees: readonly string[];
  /** Data that it alone may write and read, such as `aggregate Order` or `projection customer-orders`. */
  readonly owns: readonly string[];
}

/** A system that is not ours. */
export interface OutsidePicture {
  readonly name: string;
  readonly purpose?: string;
  /** Who runs it. */
  readonly owner?: string;
}

/** A relation between two parties, by their names; in symmetric kinds the two stand as they were written. */
export interface RelationPicture {
  readonly kind: RelationKind;
  readonly upstream: string;
  readonly downstream: string;
  /** What the upstream offers. */
  readonly host: readonly HostRole[];
  /** How the downstream takes it. */
  readonly guest?: GuestRole;
  /** Names of the contracts that cross, from either side. */
  readonly exposes: readonly string[];
  /** Names of the ports through which one side calls the other. */
  readonly through: readonly string[];
  readonly kernel?: Kernel;
  /** Words that mean something else on either side. */
  readonly differs: readonly Difference[];
  /** Why it is so. */
  readonly because?: string;
}

/** All that is drawn, exported and compared of a map: plain JSON, the same text for the same map. */
export interface MapPicture {
  readonly name: string;
  readonly contexts: readonly ContextPicture[];
  readonly outsides: readonly OutsidePicture[];
  readonly relations: readonly RelationPicture[];
}
