import { describe, expect, it } from 'vitest';
import { check } from './planted.ts';
import { docs } from './rules/docs.ts';

const planted = (text: string) => check(docs, { 'shop/a.ts': text });

describe('the words checker', () => {
  it('passes sessions of PostgreSQL, work and roots', () => {
    expect(
      planted(
        '// Every session of PostgreSQL has a timeout; the root folder of our work/main; https://x.test/work/a',
      ),
    ).toEqual([]);
  });

  it.each([
    '/work/main/a.ts',
    '/root/.cache',
    'in this session',
    'an AI model',
    'an assistant',
    'Claude',
    'a subagent',
  ])('catches "%s"', (text) => {
    expect(planted(`// ${text}`)).not.toEqual([]);
  });
});
