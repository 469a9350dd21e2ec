#!/usr/bin/env node
import { runCli } from './cli.ts';
import { processTerminal } from './terminal.ts';

const code = await runCli(process.argv.slice(2), processTerminal());
// Output to a pipe may still be on its way: ended by itself, the process writes it out; what a system left open is cut.
process.exitCode = code;
setTimeout(() => process.exit(code), 500).unref();
