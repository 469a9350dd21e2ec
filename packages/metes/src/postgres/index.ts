export { provision, type ContextToProvision, type Provisioned, type ProvisionOptions } from './provision.ts';
export { postgresStore } from './postgres-store.ts';
export type { PostgresStoreOptions } from './store-options.ts';
export { postgresFeed, type PostgresFeed, type PostgresFeedOptions } from './postgres-feed.ts';
export { grantScript, grantsOf, type ContextGrants, type Grants, type GrantTerms } from './grant-script.ts';
export { announcedBoundary } from './reading-boundary.ts';
