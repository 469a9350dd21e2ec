import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { migrations } from './index.ts';

/** A database in which a migration has run refuses another text under its number. */
const released = [
  'e2548e968ae75ded',
  'f4a18def38a31a4d',
  '817ec87042baffff',
  'db6c1cb81fd31027',
  '8b804647b1665d92',
  '0f537c0deaf0678a',
  '53c5dc46fa7fc8bf',
  'a62fe112d6fed97a',
  '2d78e91863bc3f80',
  'b6eeffe0dcbd76f6',
  '197737370c7c7295',
  '4dbd22688a74556f',
  '40dbcbeaeb2489fc',
  '98d28a7d1d47112b',
  '954b59cb94837a6f',
];

describe('migrations', () => {
  it('are never edited: what was released has the text that it had', () => {
    const found = migrations.map(({ sql }) => createHash('sha256').update(sql).digest('hex').slice(0, 16));
    expect(found).toEqual(released);
  });
});
