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
        seconds: 20,
        warmupSeconds: 3,
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

  it('explains itself', () => {
    expect(readArguments(['--help'])).toEqual({ kind: 'help' });
    expect(readArguments(['w1', '-h'])).toEqual({ kind: 'help' });
  });

  it.each([
    [[], 'say which workload: w1, w2, w3, w4, http, peers'],
    [['w9'], 'there is no workload "w9"; there are w1, w2, w3, w4, http, peers'],
    [['w1', 'w2'], 'one workload at a time, and "w2" is one more than that'],
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
      '--concurrency is for w1, w2, http and peers: w3 has a fixed heap of work and runs until it is done',
    ],
    [['w1', '--seconds'], "Option '--seconds <value>' argument missing"],
  ])('refuses %j with a sentence that says what is wrong', (args, message) => {
    expect(readArguments(args)).toEqual({ kind: 'wrong', message });
  });
});
