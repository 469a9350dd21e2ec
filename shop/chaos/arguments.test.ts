import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

test('nothing typed means 40 kills with a seed of its own', () => {
  expect(readArguments([], 7)).toEqual({
    help: false,
    json: false,
    run: { kills: 40, seed: 7, shoppers: 8, failpoints: false },
  });
  expect(readArguments(['--kills', '0', '--seed', '3', '--failpoints', '--json'], 7)).toEqual({
    help: false,
    json: true,
    run: { kills: 0, seed: 3, shoppers: 8, failpoints: true },
  });
});

test.each([
  ['--nope', "Unknown option '--nope'"],
  ['--kills', "Option '--kills <value>' argument missing"],
  ['--kills many', '--kills many is not a whole number from 0 to 999999999.'],
  ['--shoppers 0', '--shoppers 0 is not a whole number from 1 to 999999999.'],
  ['--seed 1.5', '--seed 1.5 is not a whole number from 0 to 999999999.'],
])('what is wrong with "%s" is said in a sentence', (typed, problem) => {
  expect(readArguments(typed.split(' '), 7).problem).toContain(problem);
});
