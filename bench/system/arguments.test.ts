import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

describe('the command line of the benchmarks', () => {
  it('names a workload and leaves the rest to the defaults', () => {
    expect(readArguments(['w1'])).toEqual({
      kind: 'run',
      options: {
        workload: 'w1',
        subjects: undefined,
        concurrency: [1, 16, 64],
        rates: undefined,
        seconds: 20,
        warmupSeconds: 10,
        repeat: 3,
        events: undefined,
        json: false,
        save: false,
        getNode: false,
      },
    });
  });

  it('takes lists of subjects and of concurrencies', () => {
    const request = readArguments([
      'w2',
      '--subject',
      'metes,limit-cte',
      '--concurrency=1,256',
      '--seconds',
      '0.5',
      '--json',
    ]);
    expect(request).toMatchObject({
      kind: 'run',
      options: { subjects: ['metes', 'limit-cte'], concurrency: [1, 256], seconds: 0.5, json: true },
    });
  });

  it('runs the peers as it runs w1, and gets a Node only when told to', () => {
    const request = (...args: string[]) => readArguments(['peers', ...args]);
    expect(request()).toMatchObject({ options: { concurrency: [1, 16, 64], seconds: 20, getNode: false } });
    expect(request('--get-node', '--subject', 'metes,dbos')).toMatchObject({
      options: { workload: 'peers', subjects: ['metes', 'dbos'], getNode: true },
    });
  });

  it('opens the loops with a rate, and bounds what is under way', () => {
    expect(readArguments(['http', '--rate', '50,200.5'])).toMatchObject({
      options: { rates: [50, 200.5], concurrency: [1_024] },
    });
    expect(readArguments(['w1', '--rate', '50', '--concurrency', '8'])).toMatchObject({
      options: { rates: [50], concurrency: [8] },
    });
  });

  it('names a study, with the defaults of that study', () => {
    expect(readArguments(['rest', '--json'])).toEqual({
      kind: 'study',
      options: {
        study: 'rest',
        concurrency: 64,
        rate: 100,
        seconds: 20,
        warmupSeconds: 20,
        idleSeconds: 20,
        minutes: 30,
        repeat: 3,
        history: 1_000_000,
        out: undefined,
        json: true,
        save: false,
      },
    });
    expect(readArguments(['start'])).toMatchObject({ options: { repeat: 5, idleSeconds: 10 } });
    expect(readArguments(['growth', '--history', '500', '--concurrency', '8'])).toMatchObject({
      options: { study: 'growth', history: 500, concurrency: 8 },
    });
    expect(readArguments(['soak', '--minutes', '0.5', '--out', 'somewhere'])).toMatchObject({
      options: { study: 'soak', minutes: 0.5, out: 'somewhere' },
    });
  });

  it('explains itself', () => {
    expect(readArguments(['--help'])).toEqual({ kind: 'help' });
    expect(readArguments(['w1', '-h'])).toEqual({ kind: 'help' });
  });

  it.each([
    [[], 'say which workload or study: w1, w2, w3, w4, http, peers, rest, start, growth, soak'],
    [
      ['w9'],
      'there is no workload or study "w9"; there are w1, w2, w3, w4, http, peers, rest, start, growth, soak',
    ],
    [['w1', 'w2'], 'one at a time, and "w2" is one more than that'],
    [['w1', '--speed', '3'], "Unknown option '--speed'"],
    [['w1', '--concurrency', '0'], '--concurrency takes whole numbers from 1 to 1024, and not "0"'],
    [
      ['w1', '--concurrency', '1,,4'],
      '--concurrency takes a list with commas and without gaps, and not "1,,4"',
    ],
    [['w1', '--concurrency', '4,4'], '--concurrency names 4 twice'],
    [['w1', '--seconds', 'soon'], '--seconds takes a number from 0.1 to 86400, and not "soon"'],
    [['w1', '--repeat', '1.5'], '--repeat takes whole numbers from 1 to 1000, and not "1.5"'],
    [['w1', '--get-node'], '--get-node is for peers: w1 runs on every Node that the toolkit runs on'],
    [['peers', '--events', '5'], '--events is for w3 and w4: peers runs for --seconds'],
    [['w1', '--events', '5'], '--events is for w3 and w4: w1 runs for --seconds'],
    [
      ['w3', '--concurrency', '5'],
      '--concurrency is for w1, w2, http, peers, growth and soak: w3 has a fixed heap of work and runs until it is done',
    ],
    [
      ['w4', '--rate', '5'],
      '--rate is for w1, w2, http, peers and rest: w4 has a fixed heap of work and runs until it is done',
    ],
    [['w1', '--rate', '0'], '--rate takes a number from 0.1 to 100000, and not "0"'],
    [
      ['w1', '--rate', '5', '--concurrency', '1,2'],
      'with --rate, --concurrency is the most that may be under way, and one number',
    ],
    [['rest', '--rate', '5,6'], '--rate takes a number from 0.1 to 100000, and not "5,6"'],
    [['soak', '--seconds', '5'], '--seconds is for w1, w2, http, peers, rest and growth, and not for soak'],
    [['growth', '--history', 'all'], '--history takes whole numbers from 1 to 100000000, and not "all"'],
    [['start', '--events', '5'], '--events is for w3 and w4, and not for start'],
    [['w1', '--minutes', '5'], '--minutes is for soak, and not for w1'],
    [['w1', '--seconds'], "Option '--seconds <value>' argument missing"],
  ])('refuses %j with a sentence that says what is wrong', (args, message) => {
    expect(readArguments(args)).toEqual({ kind: 'wrong', message });
  });
});
