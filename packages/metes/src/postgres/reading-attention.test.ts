import { describe, expect, test } from 'vitest';
import { MetesError } from '../base/errors.ts';
import { attention } from './reading-attention.ts';

describe('what waits for a person in a context', () => {
  test('is nothing where the context has no view of it', async () => {
    expect(await attention(async () => [{ name: null }], 20)).toEqual({ total: 0, oldest: [] });
  });

  test('is what its view tells, the oldest first, with how many there are in all', async () => {
    const rows = [{ subject: 'payment-1', why: 'odd', since: 5, total: 7 }];
    const asked: unknown[] = [];
    const found = await attention(async (name, _, values) => {
      if (name === 'attention_there') return [{ name: 'attention' }];
      asked.push(...values);
      return rows;
    }, 1);
    expect(found).toEqual({ total: 7, oldest: [{ subject: 'payment-1', why: 'odd', since: 5 }] });
    expect(asked).toEqual([1]);
  });

  test('is the view itself when it cannot be read', async () => {
    const found = await attention(async (name) => {
      if (name === 'attention_there') return [{ name: 'attention' }];
      throw new Error('column "since" does not exist');
    }, 20);
    expect(found).toEqual({
      total: 1,
      oldest: [
        {
          subject: 'attention',
          why: 'the view "attention" cannot be read: column "since" does not exist',
          since: 0,
        },
      ],
    });
  });

  test('is not known while the database is away', async () => {
    const away = new MetesError('METES_STORE_UNAVAILABLE', { context: 'payments', reason: 'gone' });
    await expect(attention(() => Promise.reject(away), 20)).rejects.toBe(away);
  });
});
