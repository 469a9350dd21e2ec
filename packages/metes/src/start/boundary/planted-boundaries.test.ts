import { describe, expect, it } from 'vitest';
import { memory } from '../memory-stores.ts';
import { start } from '../start.ts';
import { trafficReport } from './traffic-report.ts';
import { plantedBoundaries } from './planted-boundaries-under-test.ts';
import { bothUntil, onlyV1, yard } from './yard-under-test.ts';

describe('the wall around a running context', () => {
  it.each(plantedBoundaries)('catches $name: $code', async ({ code, says, provoke }) => {
    const said = await provoke();
    expect(said).toContain(`${code}: `);
    expect(said).toContain(says);
  });

  it('is tried in more than 20 ways', () => {
    expect(plantedBoundaries.length).toBeGreaterThan(20);
    expect(new Set(plantedBoundaries.map(({ name }) => name)).size).toBe(plantedBoundaries.length);
  });

  it('raises no false alarm', async () => {
    for (const map of [yard(onlyV1()), yard(bothUntil('2099-01-01'))]) {
      await using system = await start(map, { store: memory() });
      expect(trafficReport(system.map, [], { now: Date.now() }).findings).toEqual([]);
    }
  });
});
