import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkUnbuilt } from './links.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'metes-links-'));
  mkdirSync(join(root, 'shop/contexts/cart/infrastructure/migrations'), { recursive: true });
  mkdirSync(join(root, 'bench/peers/queue'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

describe('what the compiler leaves behind', () => {
  it('is found where the built programs look for it, also what comes to be later', () => {
    linkUnbuilt(root);
    writeFileSync(join(root, 'shop/contexts/cart/infrastructure/migrations/0001-views.sql'), 'select 1');
    mkdirSync(join(root, 'bench/peers/queue/node_modules/queue'), { recursive: true });
    linkUnbuilt(root);
    const dist = join(root, 'bench/dist');
    const sql = join(dist, 'shop/contexts/cart/infrastructure/migrations/0001-views.sql');
    expect(readFileSync(sql, 'utf8')).toBe('select 1');
    expect(existsSync(join(dist, 'bench/peers/queue/node_modules/queue'))).toBe(true);
  });
});
