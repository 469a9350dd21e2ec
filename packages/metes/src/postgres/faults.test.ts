import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { faultReason, isPassing, sqlState } from './faults.ts';

function refusal(code: string, severity = 'ERROR'): Error {
  return Object.assign(new pg.DatabaseError('refused', 1, 'error'), { code, severity });
}

describe('faults of the way to the server', () => {
  it.each([
    '57P01',
    '57P02',
    '57P03',
    '08006',
    '08P01',
    '40001',
    '40P01',
    '55P03',
    '53300',
    '57014',
    '28P01',
    '3D000',
    '25P03',
    '26000',
  ])('include SQLSTATE %s', (code) => {
    expect(isPassing(refusal(code))).toBe(true);
  });

  it.each(['MC001', '23505', '42501', '42P01', '22003', 'XX000'])('do not include SQLSTATE %s', (code) => {
    expect(isPassing(refusal(code))).toBe(false);
  });

  it('include errors of sockets and time-outs', () => {
    expect(isPassing(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))).toBe(true);
    expect(isPassing(new Error('Query read timeout'))).toBe(true);
    expect(isPassing(new Error('Connection terminated unexpectedly'))).toBe(true);
  });

  it('do not include mistakes of the program', () => {
    expect(isPassing(new TypeError('x is undefined'))).toBe(false);
  });

  it('take no code of Node for an SQLSTATE', () => {
    expect(sqlState(Object.assign(new Error('pipe'), { code: 'EPIPE' }))).toBeUndefined();
  });

  it('say why', () => {
    expect(faultReason(refusal('57P03'))).toBe('refused (SQLSTATE 57P03)');
    expect(faultReason(new AggregateError([new Error('connect ECONNREFUSED ::1:5432')], ''))).toBe(
      'connect ECONNREFUSED ::1:5432',
    );
  });
});
