import type {
  AnswerWrite,
  CursorWrite,
  DeadlineKey,
  Fence,
  HandledWrite,
  ParkedKey,
  ParkedWrite,
  RowWrite,
} from './ports/batch.ts';
import type { Marks } from './work.ts';

/** What the members of a round write besides the effects of their commands, as the sections of one batch. */
export class JoinedMarks {
  readonly answers: AnswerWrite[] = [];
  readonly handled: HandledWrite[] = [];
  readonly parked: ParkedWrite[] = [];
  readonly unparked: ParkedKey[] = [];
  readonly deadlinesDone: DeadlineKey[] = [];
  readonly rows: RowWrite[] = [];
  /** Several moves of one cursor are one, from where the first began to where the last ended. */
  readonly #moves = new Map<string, { -readonly [Field in keyof CursorWrite]: CursorWrite[Field] }>();
  #fence: Fence | undefined;

  add(marks: Marks): void {
    if (marks.answer) this.answers.push(marks.answer);
    if (marks.cursors) for (const move of marks.cursors) this.#move(move);
    if (marks.handled) this.handled.push(...marks.handled);
    if (marks.parked) this.parked.push(...marks.parked);
    if (marks.unparked) this.unparked.push(...marks.unparked);
    if (marks.deadlinesDone) this.deadlinesDone.push(...marks.deadlinesDone);
    if (marks.rows) for (const row of marks.rows) this.rows.push(row);
    this.#fence ??= marks.fence;
  }

  get cursors(): readonly CursorWrite[] {
    return [...this.#moves.values()];
  }

  get fence(): Fence | undefined {
    return this.#fence;
  }

  #move(move: CursorWrite): void {
    const before = this.#moves.get(move.subscription);
    if (before) before.to = move.to;
    else this.#moves.set(move.subscription, { ...move });
  }
}
