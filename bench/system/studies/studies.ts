import { growth } from './growth.ts';
import { rest } from './rest.ts';
import { soak } from './soak/soak.ts';
import { start } from './start.ts';
import type { Study } from './study.ts';
import type { StudyName } from './study-options.ts';

/** The studies by name. */
export const studies: Readonly<Record<StudyName, Study>> = { rest, start, growth, soak };
