import { describe, expect, test } from 'vitest';
import { noFailpoints, plannedFailpoints } from './failpoint-plan.ts';

describe('a plan of failpoints', () => {
  test('that is empty does nothing', () => {
    expect(plannedFailpoints(undefined)).toBe(noFailpoints);
    expect(plannedFailpoints('')).toBe(noFailpoints);
    expect(noFailpoints.pass('commit.before', 'ordering')).toBeUndefined();
  });

  test('throws at the point, in the context, at the passing that it names', async () => {
    const { pass } = plannedFailpoints('commit.before@ordering=throw#2');
    expect(pass('commit.before', 'ordering')).toBeUndefined();
    expect(pass('commit.before', 'payments')).toBeUndefined();
    expect(pass('commit.after', 'ordering')).toBeUndefined();
    await expect(pass('commit.before', 'ordering')).rejects.toMatchObject({ code: 'METES_START_FAILPOINT_REACHED', values: { point: 'commit.before', context: 'ordering' } });
    expect(pass('commit.before', 'ordering')).toBeUndefined();
  });

  test('counts for every context together and acts at every passing unless it says otherwise', async () => {
    const { pass } = plannedFailpoints('call.after=throw, park.before=delay:1');
    await expect(pass('call.after', 'payments')).rejects.toMatchObject({ code: 'METES_START_FAILPOINT_REACHED' });
    await expect(pass('call.after', 'ordering')).rejects.toMatchObject({ code: 'METES_START_FAILPOINT_REACHED' });
    await expect(pass('park.before', 'ordering')).resolves.toBeUndefined();
  });

  test.each(['foo', 'commit.before', 'commit.during=kill', 'commit.before=explode', 'commit.before=delay', 'commit.before@Ordering=kill', 'commit.before=kill#', 'commit.before=kill,'])('that says "%s" is refused', (plan) => {
    expect(() => plannedFailpoints(plan)).toThrow(expect.objectContaining({ code: 'METES_START_FAILPOINTS' }));
  });
});
