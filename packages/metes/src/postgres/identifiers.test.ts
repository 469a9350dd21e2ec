import { describe, expect, it } from 'vitest';
import { literal, quoted, rolesOf } from './identifiers.ts';

describe('a quoted name', () => {
  it('keeps hyphens and underscores', () => {
    expect(quoted('back-office_2')).toBe('"back-office_2"');
  });

  it.each(['', 'Ordering', '1st', '-a', 'a"b', 'a b', 'a;drop', 'ä', 'a\u0000', `x${'y'.repeat(63)}`])(
    'is refused for %j',
    (name) => {
      expect(() => quoted(name)).toThrow('METES_STORE_NAME');
    },
  );
});

describe('the roles of a context', () => {
  it('carry the prefix of their system', () => {
    expect(rolesOf('ordering', 'shop_')).toEqual({ runtime: 'shop_ordering', owner: 'shop_ordering_owner' });
  });

  it('fit into the names of PostgreSQL or are refused', () => {
    expect(() => rolesOf('o'.repeat(31), 'p'.repeat(40))).toThrow('METES_STORE_NAME');
  });
});

describe('a literal', () => {
  it('ends nowhere but at its end', () => {
    expect(literal("it's")).toBe("'it''s'");
    expect(literal("a\\'b")).toBe(" E'a\\\\''b'");
  });
});
