export { memoryBoundary } from './memory-boundary.ts';
export { MemoryDatabase } from './memory-database.ts';
export { memoryFeed, type MemoryFeedOptions } from './memory-feed.ts';
export { memoryStore, type MemoryStoreOptions } from './memory-store.ts';
