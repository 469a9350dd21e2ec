import { toJson } from '../base/json.ts';
import { parse } from '../base/schema.ts';
import { MetesError } from '../base/errors.ts';
import { committedVersion, pendingEvents, rewind, stateOf } from '../domain/aggregate-root.ts';
import { commandClassOf } from '../model/command.ts';
import type { Done } from '../model/route.ts';
import type { EventWriter, WrittenEvent } from './event-writer.ts';
import { type ReadyCommand, type Root, talliesOf } from './ready-command.ts';
import type { RoundMemory } from './round-memory.ts';
import type { TallyLevels } from './tally-levels.ts';
import type { Origin } from './work.ts';

/** What a command runs on. */
export interface CommandRunSetting {
  readonly levels: TallyLevels;
  readonly writer: EventWriter;
  readonly memory: RoundMemory;
}

/** What a command did, as long as it has not been committed. */
export interface CommandEffect {
  readonly done: Done;
  readonly root: Root;
  /** Empty when it did nothing. */
  readonly written: readonly WrittenEvent[];
}

/**
 * Tries a command whose aggregate and tallies are in memory. When it fails, or does nothing, there is no trace of it but in
 * the state of an aggregate without events to commit, which is then not to be used any more.
 *
 * @throws METES_RUNTIME_NOT_FOUND, METES_RUNTIME_ALREADY_EXISTS, METES_RUNTIME_TALLY_UNDECLARED, METES_CONTRACT_INVALID,
 * and what the handler and the mappings of publications throw
 */
export function runCommand(
  { levels, writer, memory }: CommandRunSetting,
  ready: ReadyCommand,
  origin: Origin,
): CommandEffect {
  const { command, handler, id } = ready;
  const root = addressed(memory, ready, origin);
  const before = pendingEvents(root).length;
  const mark = levels.mark();
  const back = wayBack(memory, ready, root);
  try {
    const desk = levels.desk(commandClassOf(command).type, talliesOf(ready, root));
    const result = handler.run(root, command, desk);
    const done = { id, version: root.version, result };
    const first = committedVersion(root) + before + 1;
    const written = pendingEvents(root)
      .slice(before)
      .map((event, index) => writer.write(root, first + index, event, origin));
    // What raised no event is not stored, so a change without one must not live on in memory either.
    if (written.length === 0) back?.();
    return { done, root, written };
  } catch (error) {
    levels.rewind(mark);
    back?.();
    throw error;
  }
}

/** The aggregate that a command addresses, begun if it may be new. */
function addressed(memory: RoundMemory, ready: ReadyCommand, { owner }: Origin): Root {
  const { key, id, handler } = ready;
  const { aggregate, expects } = handler;
  const root = memory.get(key);
  const exists = root !== undefined && root.version > 0;
  if (expects === 'existing' && !exists)
    throw new MetesError('METES_RUNTIME_NOT_FOUND', { aggregate: aggregate.type, id });
  // That it belongs to somebody else is not told either.
  if (exists && owner && handler.owner && handler.owner(root) !== owner.id) {
    throw new MetesError('METES_RUNTIME_NOT_FOUND', { aggregate: aggregate.type, id });
  }
  if (expects === 'new' && exists)
    throw new MetesError('METES_RUNTIME_ALREADY_EXISTS', { aggregate: aggregate.type, id });
  return root ?? memory.begin(ready);
}

/** The way back to an aggregate with events that the store does not have yet as it is now. */
function wayBack(
  memory: RoundMemory,
  { key, handler: { aggregate } }: ReadyCommand,
  root: Root,
): (() => void) | undefined {
  const count = pendingEvents(root).length;
  if (count === 0 && !memory.isAhead(key)) return undefined;
  const before = stateOf(root);
  const state = toJson(before);
  const copy = (): unknown => parse(aggregate.stateSchema, state, aggregate.type);
  if (count > 0) return () => rewind(root, copy(), count);
  // The state as it is belongs to the batch that is on its way.
  rewind(root, copy(), 0);
  return () => rewind(root, before, 0);
}
