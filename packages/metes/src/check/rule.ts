import type { ErrorCode } from '../base/error-table.ts';
import type { Finding } from './finding.ts';
import type { Project } from './project.ts';

/** One rule: a pure function from a project to what breaks it. It is known by the code of its findings. */
export interface Rule {
  readonly code: ErrorCode;
  /** What holds where the rule holds, in one sentence. */
  readonly about: string;
  readonly run: (project: Project) => readonly Finding[];
}
