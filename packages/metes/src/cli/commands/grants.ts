import { MetesError } from '../../base/errors.ts';
import type { ContextMap } from '../../model/context-map.ts';
import { startEnvironment } from '../../start/environment.ts';
import { type CliCommand, configOption, jsonOption } from '../command.ts';
import { loadSystem } from '../config-file.ts';
import { kafkaPermissions, natsPermissions } from '../grants/broker-permissions.ts';
import { kafkaText, natsText } from '../grants/broker-text.ts';

/** The kinds of broker whose permissions can be printed. */
const brokers = ['nats', 'kafka'];

/** `metes grants`: what the database and the broker must be told. */
export const grantsCommand: CliCommand = {
  name: 'grants',
  summary: 'print the roles and rights that keep contexts apart',
  explanation: `Prints the SQL of the roles, schemas and rights of every context, exactly as "metes start" makes them: for reading, for
review, or for an administrator who runs it himself. With --broker it prints what each context may publish and read at a
broker, derived from the map. Nothing is changed and nothing needs to run.`,
  options: [
    configOption,
    jsonOption,
    { name: 'context', value: 'name', about: 'Only this context' },
    {
      name: 'database',
      value: 'name',
      about: 'The database (default: that of DATABASE_URL, or postgres as the embedded one)',
    },
    { name: 'broker', value: 'nats | kafka', about: 'Permissions of a broker instead of SQL' },
  ],
  examples: ['metes grants', 'metes grants --context ordering', 'metes grants --broker nats --json'],
  run: async (typed, terminal) => {
    const broker = typed.value('broker');
    if (broker !== undefined && !brokers.includes(broker))
      throw new MetesError('METES_CLI_USAGE', {
        reason: `"${broker}" is no broker that permissions can be printed for.`,
        suggestion: `Use one of: ${brokers.join(', ')}.`,
      });
    const { map } = (await loadSystem(typed.value('config'), terminal, 'grants')).definition;
    const contexts = named(map, typed.value('context'));
    const print = <T>(found: T, text: (found: T) => string): number => {
      terminal.out(typed.has('json') ? `${JSON.stringify(found)}\n` : text(found));
      return 0;
    };
    const mine = ({ context }: { readonly context: string }): boolean => contexts.includes(context);
    if (broker === 'nats') return print(natsPermissions(map).filter(mine), natsText);
    if (broker === 'kafka') return print(kafkaPermissions(map).filter(mine), kafkaText);
    const { databaseUrl, rolePrefix } = startEnvironment(terminal.env);
    const { grantScript, grantsOf } = await import('../../postgres/index.ts');
    const database = typed.value('database') ?? databaseOf(databaseUrl);
    return print(grantsOf({ contexts, database, prefix: rolePrefix }), grantScript);
  },
};

function named({ contexts }: ContextMap, wanted: string | undefined): readonly string[] {
  const known = contexts.map(({ name }) => name);
  if (wanted === undefined) return known;
  if (!known.includes(wanted))
    throw new MetesError('METES_CLI_CONTEXT_UNKNOWN', { context: wanted, known: known.join(', ') });
  return [wanted];
}

function databaseOf(url: string | undefined): string {
  return (url && decodeURIComponent(new URL(url).pathname.slice(1))) || 'postgres';
}
