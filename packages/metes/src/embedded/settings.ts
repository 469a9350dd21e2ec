import { MetesError } from '../base/errors.ts';

/**
 * Settings for a small machine that serves one system. Durability is never traded: a commit that was answered is on the
 * disk. What is switched off saves memory at rest (I/O workers, logical replication) or surprises (parallel plans on two
 * cores, just-in-time compilation of short statements).
 */
export const defaultSettings: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '128MB',
  max_connections: '100',
  work_mem: '4MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  random_page_cost: '1.1',
  max_wal_size: '1GB',
  min_wal_size: '80MB',
  checkpoint_timeout: '15min',
  max_wal_senders: '2',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '2',
  autovacuum_worker_slots: '4',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

// These decide who can reach the server, and where this toolkit finds it.
const ours: Readonly<Record<string, string>> = {
  port: 'the option `port` sets it',
  listen_addresses: 'the server listens on 127.0.0.1 only',
  unix_socket_directories: 'the socket is in the data folder, which nobody else can enter',
  data_directory: 'the option `folder` sets it',
  config_file: 'the toolkit writes it',
  hba_file: 'every session needs the password',
  external_pid_file: 'the toolkit keeps the one of the data folder',
  logging_collector: 'the toolkit keeps the log bounded',
};

/** The text of the configuration file: defaults with `given` on top. Refuses names that would take the server away from us. */
export function settingsText(given: Readonly<Record<string, string>>): string {
  for (const [name, value] of Object.entries(given)) {
    const reason = /^[a-z_][\w.]*$/i.test(name)
      ? ours[name.toLowerCase()]
      : 'this is not the name of a setting';
    if (reason !== undefined) throw new MetesError('METES_EMBEDDED_SETTING_REFUSED', { name, value, reason });
  }
  const lowered = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]);
  const all: Record<string, string> = { ...defaultSettings, ...Object.fromEntries(lowered) };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${quoted(name, value)}'`);
  const note = '# Written at every start; change it with the option `settings`.';
  return `${note}\ninclude 'data/postgresql.conf'\n${lines.join('\n')}\n`;
}

/** Refuses what no server can listen on. */
export function checkPort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port > 0 && port < 65_536)) return;
  const reason = 'a port is a whole number from 1 to 65535';
  throw new MetesError('METES_EMBEDDED_SETTING_REFUSED', { name: 'port', value: port, reason });
}

function quoted(name: string, value: string): string {
  if (/[\n\r\0]/.test(value)) {
    throw new MetesError('METES_EMBEDDED_SETTING_REFUSED', { name, value, reason: 'a value is one line' });
  }
  return value.replaceAll('\\', '\\\\').replaceAll("'", "''");
}
