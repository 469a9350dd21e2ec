import type { Workspace } from './core/workspace.ts';

/** One broken rule: where it is and a sentence that says what to do. */
export interface Finding {
  readonly checker: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What one checker brings back: the findings fail the run, the notes are only printed. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** A named rule set over the whole workspace. */
export interface Checker {
  readonly name: string;
  readonly about: string;
  run(workspace: Workspace): Report;
}

/** Collects what one checker finds, so that a rule only says where and what. */
export class Findings {
  readonly #checker: string;
  readonly #findings: Finding[] = [];
  readonly #notes: string[] = [];

  constructor(checker: string) {
    this.#checker = checker;
  }

  add(file: string, line: number, message: string): void {
    const known = this.#findings.some((f) => f.file === file && f.line === line && f.message === message);
    if (!known) this.#findings.push({ checker: this.#checker, file, line, message });
  }

  note(text: string): void {
    this.#notes.push(text);
  }

  report(): Report {
    return { findings: this.#findings, notes: this.#notes };
  }
}
