/** An aggregate of a CML file; entities, services and the like stay text. */
export interface CmlAggregate {
  readonly name: string;
  readonly events: readonly string[];
  readonly commands: readonly string[];
}

/** A bounded context of a CML file. */
export interface CmlContext {
  readonly name: string;
  /** Such as `TEAM`, `SYSTEM`, `FEATURE`. */
  readonly type?: string;
  readonly vision?: string;
  readonly implements: readonly string[];
  /** For teams: the contexts that they look after. */
  readonly realizes: readonly string[];
  readonly aggregates: readonly CmlAggregate[];
  /** What was not understood, as it is written. */
  readonly unknown: readonly string[];
}

/** A relation of a CML file: the two ends as they are written, with their roles. */
export interface CmlRelation {
  readonly left: string;
  readonly leftRoles: readonly string[];
  readonly arrow: string;
  readonly rightRoles: readonly string[];
  readonly right: string;
  readonly unknown: readonly string[];
}

/** A subdomain of a CML file. */
export interface CmlSubdomain {
  readonly name: string;
  /** Such as `CORE_DOMAIN`. */
  readonly type?: string;
}

/** What a CML file says that a map of contexts says too, and the rest as text. */
export interface CmlModel {
  readonly name?: string;
  readonly contains: readonly string[];
  readonly contexts: readonly CmlContext[];
  readonly relations: readonly CmlRelation[];
  readonly subdomains: readonly CmlSubdomain[];
  readonly unknown: readonly string[];
}
