import { describe, expect, test } from 'vitest';
import { MetesError } from '../base/errors.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import type { SystemDefinition } from '../start/define-system.ts';
import type { RunningSystem } from '../start/run-system.ts';
import { checkText } from './check-text.ts';
import { fakeTerminal } from './cli-under-test.ts';
import { printFailure } from './failure.ts';
import { paint, printable } from './paint.ts';
import { startReport } from './start-report.ts';
import { closest } from './suggestion.ts';
import { count, span, table } from './table.ts';

describe('a suggestion', () => {
  const known = ['start', 'status', 'stop', 'quiesce', 'dead-letters', 'rebuild'];

  test.each([
    ['stauts', 'status'],
    ['strat', 'start'],
    ['stp', 'stop'],
    ['dead', 'dead-letters'],
    ['deadletters', 'dead-letters'],
    ['quiece', 'quiesce'],
    ['re-build', 'rebuild'],
  ])('for %s is %s', (word, wanted) => {
    expect(closest(word, known)).toBe(wanted);
  });

  test('is not made for what is like nothing', () => {
    expect(closest('xyzzy', known)).toBeUndefined();
    expect(closest('', known)).toBeUndefined();
    expect(closest('a', ['b-very-long-word'])).toBeUndefined();
  });
});

describe('a report of the check', () => {
  const figures = { contexts: 2, files: 9, imports: 0, unresolved: 0, classes: [] };
  const placed = {
    contract: 'ordering.order-placed',
    consumer: 'inventory',
    read: ['orderId', 'items'],
    of: 4,
  };
  const told = (contracts: readonly (typeof placed)[], reads: boolean) =>
    checkText({ findings: [], figures: { ...figures, contracts } }, 5, paint(false), { reads });

  test('says who reads which fields, where that is asked for', () => {
    expect(told([placed], true)).toContain(
      'Who reads what\n  contract               read by    fields\n  ordering.order-placed  inventory  2 of 4  orderId, items\n',
    );
    expect(told([], true)).toContain('Nobody reads a contract.');
    expect(told([placed], false)).not.toContain('Who reads what');
  });
});

describe('a table', () => {
  test('has columns as wide as their widest cell, numbers on the right, and no blanks at the ends', () => {
    expect(
      table([
        ['name', 'events'],
        ['cart', 7],
        ['ordering', 12_345],
      ]),
    ).toBe('  name      events\n  cart           7\n  ordering   12345\n');
  });
});

test.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [999, '999 ms'],
  [2_140, '2.1 s'],
  [59_999, '60.0 s'],
  [200_000, '3 min'],
  [7_200_000, '2 h'],
  [259_200_000, '3 days'],
  [-5, '0 ms'],
])('%d ms are %s', (ms, text) => {
  expect(span(ms)).toBe(text);
});

test('a count has its noun in the right number', () => {
  expect([count(1, 'event'), count(0, 'event'), count(12_000, 'entry', 'entries')]).toEqual([
    '1 event',
    '0 events',
    '12,000 entries',
  ]);
});

test('paint changes nothing without colours', () => {
  expect(paint(false).red('text')).toBe('text');
  expect(paint(true).red('text')).toBe('\u001b[31mtext\u001b[39m');
});

test('a text from outside cannot move the cursor, forge lines or change colours', () => {
  expect(printable('a\u001b[2Jb\rc\u0007d\u009b1me\nf')).toBe('a\ufffd[2Jb\ufffdc\ufffdd\ufffd1me\nf');
});

test('a start says what to type in another terminal, which has not its variables', () => {
  const told = (env: Record<string, string>): string => {
    const terminal = fakeTerminal({ command: 'npm run metes --', env });
    const running = { urls: {}, companions: {}, tokens: [] } as unknown as RunningSystem;
    startReport(terminal, false, 0).ready({ map: { name: 'shop' } } as SystemDefinition, running);
    return terminal.written.out;
  };
  expect(told({})).toContain('In another terminal: npm run metes -- status\n');
  expect(told({ METES_STATE: '../state' })).toContain(': METES_STATE=../state npm run metes -- status\n');
  expect(told({ METES_STATE: "it's" })).toContain(`: METES_STATE='it'\\''s' npm run metes -- status\n`);
});

describe('a failure is printed', () => {
  test('with code, what happened and what to do, once each', () => {
    const terminal = fakeTerminal();
    expect(
      printFailure(new MetesError('METES_START_ROLE_TAKEN', { role: 'main', pid: 7 }), terminal, false),
    ).toBe(1);
    expect(terminal.written.err).toMatch(
      /^METES_START_ROLE_TAKEN: The role "main" runs already, as process 7\.\nUse the running one/,
    );
  });

  test('in the words of the domain when the domain refused', () => {
    const terminal = fakeTerminal();
    printFailure(new DomainRuleBroken('Order', 'An empty order cannot be submitted', {}), terminal, true);
    expect(JSON.parse(terminal.written.out).error).toMatchObject({
      code: 'DOMAIN_RULE_BROKEN',
      message: expect.stringContaining('An empty order cannot be submitted'),
    });
  });

  test('with its cause for those who look closely', () => {
    const terminal = fakeTerminal({ env: { METES_LOG: 'debug' } });
    printFailure(new TypeError('outer', { cause: 'inner' }), terminal, false);
    expect(terminal.written.err).toContain('UNEXPECTED: outer');
    expect(terminal.written.err).toContain('caused by inner');
    printFailure('a text that was thrown', terminal, false);
    expect(terminal.written.err).toContain('UNEXPECTED: a text that was thrown');
  });
});
