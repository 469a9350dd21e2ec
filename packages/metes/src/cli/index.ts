export { commands, runCli } from './cli.ts';
export type { CliCommand, OptionDeclaration, Typed } from './command.ts';
export { processTerminal, type Terminal } from './terminal.ts';
