export {
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from './embedded-postgres.ts';
export { freshDatabase, type FreshDatabase } from './fresh-database.ts';
export { removeEmbeddedPostgres } from './remove.ts';
export { throughSocket } from './socket.ts';
export { temporaryPostgres, type TemporaryOptions } from './temporary.ts';
