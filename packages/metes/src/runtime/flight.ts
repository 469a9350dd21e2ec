import type { Round } from './round.ts';
import type { Turn } from './turns.ts';
import type { Work } from './work.ts';

/** A commit that went well. */
export interface Landed {
  readonly firstPosition: number;
  /** Whoever commits next has begun; nobody waited without it. */
  readonly passedOn: Promise<void> | undefined;
}

/** How a commit went. */
export type Landing = Landed | { readonly error: unknown };

/** A round on its way to the store. */
export class Flight {
  readonly round: Round;
  readonly works: readonly Work[];
  /** Never rejects. */
  readonly landing: Promise<Landing>;
  /** Whoever waits has been told. */
  isTold = false;
  #isOver = false;

  /** @param committing gives the position of the first event */
  constructor(
    { round, works, turn }: { readonly round: Round; readonly works: readonly Work[]; readonly turn: Turn },
    committing: Promise<number>,
  ) {
    this.round = round;
    this.works = works;
    const landed = (): Promise<void> | undefined => {
      this.#isOver = true;
      return turn.end();
    };
    this.landing = committing.then(
      (firstPosition) => ({ firstPosition, passedOn: landed() }),
      (error: unknown) => {
        void landed();
        return { error };
      },
    );
  }

  /** True when the store has answered. */
  get isOver(): boolean {
    return this.#isOver;
  }
}
