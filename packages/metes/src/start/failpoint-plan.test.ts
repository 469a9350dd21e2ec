import { describe, expect, test } from 'vitest';
import { noFailpoints, plannedFailpoints } from './failpoint-plan.ts';

describe('a plan of failpoints', () => {
  test('that is empty does nothing', () => {
    expect(plannedFailpoints(undefined)).toBe(noFailpoints);
    expect(plannedFailpoints('')).toBe(noFailpoints);
    expect(noFailpoints.pass('commit.before', 'ordering')).toBeUndefined();
  });

  test('throws at the point, in the context, at the passing that it names', async () => {
    const failpoints = plannedFailpoints('commit.before@ordering=throw#2');
    expect(failpoints.pass('commit.before', 'ordering')).toBeUndefined();
    expect(failpoints.pass('commit.before', 'payments')).toBeUndefined();
    expect(failpoints.pass('commit.after', 'ordering')).toBeUndefined();
    await expect(failpoints.pass('commit.before', 'ordering')).rejects.toMatchObject({
      code: 'METES_START_FAILPOINT_REACHED',
      values: { point: 'commit.before', context: 'ordering' },
    });
    expect(failpoints.pass('commit.before', 'ordering')).toBeUndefined();
  });

  test('counts for every context together and acts at every passing unless it says otherwise', async () => {
    const failpoints = plannedFailpoints('call.after=throw, park.before=delay:1');
    await expect(failpoints.pass('call.after', 'payments')).rejects.toMatchObject({
      code: 'METES_START_FAILPOINT_REACHED',
    });
    await expect(failpoints.pass('call.after', 'ordering')).rejects.toMatchObject({
      code: 'METES_START_FAILPOINT_REACHED',
    });
    await expect(failpoints.pass('park.before', 'ordering')).resolves.toBeUndefined();
  });

  test.each([
    'foo',
    'commit.before',
    'commit.during=kill',
    'commit.before=explode',
    'commit.before=delay',
    'commit.before@Ordering=kill',
    'commit.before=kill#',
    'commit.before=kill,',
  ])('that says "%s" is refused', (plan) => {
    expect(() => plannedFailpoints(plan)).toThrow(
      expect.objectContaining({ code: 'METES_START_FAILPOINTS' }),
    );
  });
});
