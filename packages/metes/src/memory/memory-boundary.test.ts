import { describe, it } from 'vitest';
import { boundaryConformance } from '../testing/boundary-conformance.ts';
import { memoryStore } from './index.ts';

describe('the boundary in memory', () => {
  const make = async () => memoryStore({ context: 'ordering', clock: { now: () => 1_000 } }).boundary;
  it.each(boundaryConformance(make))('$name', ({ expectKept }) => expectKept());
});
