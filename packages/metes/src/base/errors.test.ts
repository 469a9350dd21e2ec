import { expect, it } from 'vitest';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { errorTable, type ErrorCode } from './error-table.ts';
import { isMetesError, MetesError } from './errors.ts';

it('carries code, values, hint and the place of its documentation', () => {
  const error = new MetesError('METES_DURATION_INVALID', { text: '5 parsecs' });
  expect(error.message).toBe('METES_DURATION_INVALID: The duration "5 parsecs" is not understood.');
  expect(error.docs).toBe('docs/reference/errors.md#metes_duration_invalid');
  expect(error.toJSON()).toMatchObject({ code: 'METES_DURATION_INVALID', values: { text: '5 parsecs' } });
  expect(isMetesError(error, 'METES_DURATION_INVALID')).toBe(true);
  expect(isMetesError(error, 'METES_SCHEMA_INVALID')).toBe(false);
});

it('shows any value without failing on it', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const shown = (text: unknown): string => new MetesError('METES_DURATION_INVALID', { text }).message;
  expect(shown(10n)).toContain('"10"');
  expect(shown(Number.NaN)).toContain('"NaN"');
  expect(shown(undefined)).toContain('"undefined"');
  expect(shown({ n: 1n })).toContain('[object Object]');
  expect(shown(circle)).toContain('[object Object]');
  expect(new MetesError('METES_DURATION_INVALID', {}).message).toContain('"{text}"');
});

it('shares no base with refusals of the domain', () => {
  const fault = new MetesError('METES_DURATION_INVALID');
  const refusal = new DomainRuleBroken('Order', 'An empty order cannot be submitted');
  expect(fault).not.toBeInstanceOf(DomainRuleBroken);
  expect(refusal).not.toBeInstanceOf(MetesError);
  expect(Object.getPrototypeOf(MetesError)).toBe(Error);
  expect(Object.getPrototypeOf(DomainRuleBroken)).toBe(Error);
  expect(isMetesError(refusal)).toBe(false);
});

it('has a message and a hint for every code', () => {
  for (const code of Object.keys(errorTable) as ErrorCode[]) {
    expect(code).toMatch(/^METES_[A-Z]+_[A-Z_]+$/);
    expect(errorTable[code].message.length).toBeGreaterThan(5);
    expect(errorTable[code].hint.length).toBeGreaterThan(5);
  }
});
