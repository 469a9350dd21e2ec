import type { AggregateRoot } from '../domain/aggregate-root.ts';
import type { Command } from '../model/command.ts';
import type { Handler } from '../model/handler.ts';

/** An aggregate of whatever type. */
export type Root = AggregateRoot<any, any, any>;

/** A command with its handler, and the aggregate it addresses. */
export interface ReadyCommand {
  readonly command: Command;
  readonly handler: Handler;
  readonly id: string;
  /** Of the aggregate, among all types. */
  readonly key: string;
}
