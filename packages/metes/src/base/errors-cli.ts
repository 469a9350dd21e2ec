/** Errors of the command line. */
export const cliErrors = {
  METES_CLI_COMMAND_UNKNOWN: {
    message: 'There is no command "{command}".',
    hint: '{suggestion}',
  },
  METES_CLI_USAGE: {
    message: '{reason}',
    hint: '{suggestion}',
  },
  METES_CLI_CONFIG_MISSING: {
    message: 'No system is declared here: {looked} not found.',
    hint: 'Name the file that exports defineSystem({ ... }) with --config, or for good as "metes": { "config": "path/of/it.ts" } in package.json; without either it is metes.config.ts in the working folder.',
  },
  METES_CLI_CONFIG_LOADER: {
    message: 'This Node.js ({version}) cannot load {file} by itself.',
    hint: 'Install tsx and run: node --import tsx node_modules/metes/dist/cli/bin.js {command} (or use Node.js 22.18 or newer).',
  },
  METES_CLI_CONFIG_INVALID: {
    message: '{file} does not export a system: {reason}.',
    hint: 'Write: export default defineSystem({ map, ... });',
  },
  METES_CLI_NOTHING_RUNS: {
    message: 'Nothing is running in {folder}, so its database does not answer either ({reason}).',
    hint: 'Start the system with "metes start"; if it runs elsewhere, set METES_STATE to its state folder.',
  },
  METES_CLI_NEVER_STARTED: {
    message: 'No system was ever started in {folder}.',
    hint: 'Start it with "metes start"; if it lives elsewhere, set METES_STATE to its state folder.',
  },
  METES_CLI_CONTEXT_UNKNOWN: {
    message: 'There is no context {context} here.',
    hint: 'Use one of: {known}.',
  },
  METES_CLI_ROLE_UNKNOWN: {
    message: 'No process with the role "{role}" can be stopped here.',
    hint: 'These can: {running}. {companions}',
  },
  METES_CLI_DEAD_LETTER_MISSING: {
    message: 'There is no dead letter {wanted}.',
    hint: 'Look at "metes dead-letters list".',
  },
  METES_CLI_NOT_CONFIRMED: {
    message: 'Nothing was deleted.',
    hint: 'Answer "yes", or give --yes to be asked nothing.',
  },
  METES_CLI_FRESH_UNCONFIRMED: {
    message: '--fresh deletes all data of this system in {folder}, and there is nobody to ask here.',
    hint: 'If that is what you want, say so: "metes start --fresh --yes".',
  },
  METES_CLI_FRESH_ELSEWHERE: {
    message: '--fresh deletes the embedded database, but DATABASE_URL names another one.',
    hint: 'Drop and make that database yourself, or unset DATABASE_URL.',
  },
  METES_CLI_STOP_FAILED: {
    message: '{role} (process {pid}) does not end.',
    hint: 'End it by its process id.',
  },
  METES_CLI_PROCESS_FAILED: {
    message: 'No process could be made for "{role}": {reason}.',
    hint: 'See whether this machine lets you have more processes and open files (ulimit -u, ulimit -n), then start again.',
  },
  METES_CLI_PROCESS_ENDED: {
    message: 'The process "{role}" ended before it was ready.',
    hint: 'What it printed last stands above; start it alone with "metes start --only {role}" to see more.',
  },
} as const;
