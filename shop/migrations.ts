import { readdirSync, readFileSync } from 'node:fs';
import { shop } from './map.ts';

/** The further migrations of each context: the numbered SQL files of its own folder, in order, as texts. */
export function readMigrations(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(shop.contexts.map(({ name }) => [name, migrationsOf(name)]));
}

function migrationsOf(context: string): string[] {
  const folder = new URL(`./contexts/${context}/infrastructure/migrations/`, import.meta.url);
  const files = readdirSync(folder).filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file));
  return files.sort().map((file) => readFileSync(new URL(file, folder), 'utf8'));
}
