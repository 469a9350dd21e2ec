import type { Terminal } from './terminal.ts';

/** An option of a command. */
export interface OptionDeclaration {
  /** Without the two hyphens. */
  readonly name: string;
  /** What stands for its value in the help, such as `file`; absent for options that take none. */
  readonly value?: string;
  readonly about: string;
}

/** What was typed after the name of a command. */
export interface Typed {
  /** Words that are no options. */
  readonly words: readonly string[];
  /** The value of an option. */
  value(option: string): string | undefined;
  /** Whether an option without a value was given. */
  has(option: string): boolean;
}

/** A command of the command line. */
export interface CliCommand {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The words after the name, such as `<context> <projection>`. */
  readonly words?: string;
  /** How many words it takes at least and at most; none when nothing is said. */
  readonly takes?: readonly [number, number];
  /** Words that may stand first, for commands that have commands of their own. */
  readonly kinds?: readonly string[];
  /** What a newcomer has to know, in whole sentences. */
  readonly explanation: string;
  readonly options: readonly OptionDeclaration[];
  readonly examples: readonly string[];
  /** The exit code. @throws MetesError */
  run(typed: Typed, terminal: Terminal): Promise<number>;
}

/** The option of every command that can print for programs. */
export const jsonOption: OptionDeclaration = {
  name: 'json',
  about: 'Print JSON for programs instead of text for people',
};

/** The option of every command that needs to know the system. */
export const configOption: OptionDeclaration = {
  name: 'config',
  value: 'file',
  about:
    'The file that declares the system (default: "metes": { "config": ... } of package.json, else metes.config.ts)',
};

/** The option of commands that look at a running system: they read its state folder, so the file is not needed. */
export const unreadConfigOption: OptionDeclaration = {
  name: 'config',
  value: 'file',
  about: 'Not needed here (METES_STATE says which system is meant), but refused when it is not there',
};
