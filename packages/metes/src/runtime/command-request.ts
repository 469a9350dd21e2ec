import type { Command } from '../model/command.ts';
import type { Context } from '../model/context.ts';
import type { Done, Principal, Reader } from '../model/route.ts';
import type { AnswerKey, SavedAnswer } from './ports/batch.ts';

/** A command on its way, with all that is known about who sent it and why. */
export interface CommandRequest {
  readonly command: Command;
  /** Who sends it; checked against the owner of the aggregate. Absent for the system itself and for staff. */
  readonly owner?: Principal | undefined;
  /** Shared by all that follows from this request. */
  readonly correlation: string;
  /** The id of the request. */
  readonly causation: string;
  /** W3C trace context, when the request had one. */
  readonly traceparent?: string | undefined;
  /** Makes the effect happen once per key, and the answer be given again. */
  readonly idempotency?: AnswerKey & { readonly fingerprint: string };
  /** Makes the answer that is kept with the effect, in the same commit. */
  readonly answer?: (done: Done) => SavedAnswer;
}

/** What came of a command: it was carried out now, or it had been before and its answer is given again. */
export type CommandOutcome =
  | { readonly replayed: false; readonly done: Done; readonly answer: SavedAnswer | undefined }
  | { readonly replayed: true; readonly answer: SavedAnswer };

/** A context that runs in this process. */
export interface RunningContext {
  readonly context: Context;
  /**
   * Carries a command out; resolves once its effect is durable.
   *
   * @throws DomainRuleBroken; METES_RUNTIME_NOT_FOUND, METES_RUNTIME_ALREADY_EXISTS, METES_RUNTIME_KEY_IN_PROGRESS,
   * METES_RUNTIME_KEY_REUSED, METES_RUNTIME_OVERLOADED, METES_RUNTIME_STOPPING, METES_STORE_UNAVAILABLE
   */
  send(request: CommandRequest): Promise<CommandOutcome>;
  /**
   * The answer that was kept under a key, or undefined. Asked when no command could be made from a request because what
   * it reads has changed since: a repetition is answered as it was the first time all the same.
   *
   * @throws METES_RUNTIME_KEY_REUSED, METES_RUNTIME_KEY_IN_PROGRESS, METES_STORE_UNAVAILABLE
   */
  kept(wanted: AnswerKey & { readonly fingerprint: string }): Promise<SavedAnswer | undefined>;
  readonly reader: Reader;
  /** What fulfils a port in this process. @throws METES_MODEL_PORT_MISSING */
  port(name: string): unknown;
}
