import type { Say } from '../measure.ts';
import type { BenchServer } from '../server.ts';
import type { Figure } from './figure.ts';
import type { StudyName, StudyOptions } from './study-options.ts';

/** A question and how it is answered. */
export interface Study {
  readonly name: StudyName;
  /** What is asked, in half a sentence. */
  readonly about: string;
  /** How the server differs from that of the workloads; undefined when the study starts what it needs by itself. */
  readonly server: Readonly<Record<string, string>> | undefined;
  run(options: StudyOptions, server: BenchServer | undefined, say: Say): Promise<readonly Figure[]>;
}
