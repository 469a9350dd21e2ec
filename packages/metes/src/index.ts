export * from './base/index.ts';
export * from './contract/index.ts';
export * from './domain/index.ts';
export * from './model/index.ts';
