import { expect, it } from 'vitest';
import { withoutCallSite } from './without-call-site.ts';

const trace = (): string => new Error('trace').stack!;

it('notes no place in the program for as long as a request is being made', () => {
  expect(trace()).toMatch(/\n +at /);
  expect(withoutCallSite(trace)).toBe('Error: trace');
  expect(trace()).toMatch(/\n +at /);
});

it('notes places again after a request that could not be made', () => {
  const refused = (): never => {
    throw new Error('refused');
  };
  expect(() => withoutCallSite(refused)).toThrow('refused');
  expect(trace()).toMatch(/\n +at /);
});
