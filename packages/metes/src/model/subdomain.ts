/** How much a part of the business matters, which decides how much effort goes there. */
export type SubdomainClass = 'core' | 'supporting' | 'generic';

/** The classification of a context's subdomain. */
export interface Subdomain {
  readonly class: SubdomainClass;
  /** The day of the last review, `YYYY-MM-DD`; classifications drift and are reviewed at least yearly. */
  readonly reviewed: string;
}

type Review = { readonly reviewed: string };

/** What sets the business apart: built in-house with the most care. */
export const core = (review: Review): Subdomain => ({ class: 'core', ...review });
/** What the business needs and nobody buys it for. */
export const supporting = (review: Review): Subdomain => ({ class: 'supporting', ...review });
/** What everybody has: bought, and wrapped thinly. */
export const generic = (review: Review): Subdomain => ({ class: 'generic', ...review });
