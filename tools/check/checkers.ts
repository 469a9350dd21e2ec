import type { Checker } from './checker.ts';
import { circles } from './rules/circles.ts';
import { deps } from './rules/deps.ts';
import { docs } from './rules/docs.ts';
import { docstrings } from './rules/docstrings.ts';
import { errors } from './rules/errors.ts';
import { floors } from './rules/floors.ts';
import { foreignPackages } from './rules/foreign-packages.ts';
import { imports } from './rules/imports.ts';
import { nondeterminism } from './rules/nondeterminism.ts';
import { sizes } from './rules/sizes.ts';
import { tests } from './rules/tests.ts';

/** Every checker, in the order they run. */
export const checkers: readonly Checker[] = [
  imports,
  floors,
  circles,
  nondeterminism,
  foreignPackages,
  sizes,
  errors,
  docs,
  tests,
  docstrings,
  deps,
];
