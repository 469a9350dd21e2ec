import { MetesError } from '../../base/errors.ts';
import type { StoredParked } from '../../runtime/ports/context-store.ts';
import { type CliCommand, jsonOption, unreadConfigOption, type Typed } from '../command.ts';
import { contextsNamed, knownSystem, lookAtStores, type KnownSystem } from '../known-system.ts';
import { wholeNumber } from '../numbers.ts';
import { paint, printable } from '../paint.ts';
import { count, span, table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

/** A dead letter, with how many messages of its key wait behind it. */
interface DeadLetter extends StoredParked {
  readonly context: string;
  readonly heldBack: number;
}

/** The most that are read of one context. */
const most = 10_000;

/** `metes dead-letters`: messages and deadlines that wait for a person. */
export const deadLettersCommand: CliCommand = {
  name: 'dead-letters',
  summary: 'list, show and redrive messages and deadlines that could not be handled',
  words: '<list | show | redrive>',
  takes: [1, 1],
  kinds: ['list', 'show', 'redrive'],
  explanation: `A message that cannot be handled becomes a dead letter after its retries: it waits for a person, and so do the later
messages of the same key, so that their order is kept. All other messages go on. A deadline that cannot be answered is one too.
  list      which there are, and why
  show      everything about them: cause, stack, the message itself
  redrive   handle them again, in order, once the reason is gone`,
  options: [
    { name: 'context', value: 'name', about: 'Only those of this context' },
    {
      name: 'subscription',
      value: 'name',
      about: 'Only those of this subscription, such as "ordering<-inventory"',
    },
    { name: 'position', value: 'number', about: 'Only the one at this position' },
    { name: 'dry-run', about: 'redrive: say what would be redriven, and do nothing' },
    unreadConfigOption,
    jsonOption,
  ],
  examples: [
    'metes dead-letters list',
    'metes dead-letters show --context ordering',
    'metes dead-letters redrive --subscription "ordering<-inventory" --position 42',
  ],
  run: async (typed, terminal) => {
    const kind = typed.words[0];
    if (kind !== 'redrive' && typed.has('dry-run'))
      throw new MetesError('METES_CLI_USAGE', {
        reason: `--dry-run does not go with "${kind}", which changes nothing.`,
        suggestion: 'Leave it out.',
      });
    const known = await knownSystem(terminal, typed.value('config'));
    const found = await find(known, typed);
    if (kind === 'redrive') return redrive(known, found, typed, terminal);
    if (typed.has('json'))
      terminal.out(
        `${JSON.stringify({ deadLetters: kind === 'show' ? found : found.map(({ message: _message, ...rest }) => rest) })}\n`,
      );
    else if (kind === 'show') terminal.out(shown(found, typed));
    else terminal.out(listed(found, terminal));
    return 0;
  },
};

async function find(known: KnownSystem, typed: Typed): Promise<readonly DeadLetter[]> {
  const wanted = contextsNamed(known, typed.value('context'));
  const subscription = typed.value('subscription');
  const position = wholeNumber('position', typed.value('position'));
  const found = await lookAtStores(known, (stores) =>
    Promise.all(
      stores
        .filter((each) => wanted.includes(each.context))
        .map(async (store) => {
          const filter = { limit: most, ...(subscription ? { subscription } : {}) };
          const dead = (await store.parked({ ...filter, state: 'dead' })).filter(
            (each) => position === undefined || each.position === position,
          );
          const waiting = dead.length > 0 ? await store.parked({ ...filter, state: 'waiting' }) : [];
          const behind = (each: StoredParked): number =>
            waiting.filter(({ subscription: name, key }) => name === each.subscription && key === each.key)
              .length;
          return dead.map((each) => ({ context: store.context, heldBack: behind(each), ...each }));
        }),
    ),
  );
  return found.flat();
}

function listed(found: readonly DeadLetter[], terminal: Terminal): string {
  if (found.length === 0) return 'There are no dead letters.\n';
  const { bold } = paint(terminal.colours);
  const rows = found.map((each) => [
    each.subscription,
    each.position,
    printable(each.key),
    span(Date.now() - each.parkedAt),
    each.attempts,
    each.heldBack,
    printable(each.cause?.message ?? '').slice(0, 80),
  ]);
  return `${bold(count(found.length, 'dead letter'))}\n${table([['subscription', 'position', 'key', 'age', 'tries', 'held back', 'cause'], ...rows])}
One of them in full: ${terminal.command} dead-letters show --subscription "${found[0]!.subscription}" --position ${found[0]!.position}
`;
}

function shown(found: readonly DeadLetter[], typed: Typed): string {
  if (found.length === 0) throw missing(typed);
  return found
    .map((each) => {
      const rows = [
        ['subscription', each.subscription],
        ['position', String(each.position)],
        ['key', each.key],
        ['event', each.eventId],
        ['reactions', each.reactions.join(', ')],
        ['since', new Date(each.parkedAt).toISOString()],
        ['tries', String(each.attempts)],
        ['held back', count(each.heldBack, 'message')],
        ['cause', `${each.cause?.code ?? ''} ${each.cause?.message ?? ''}`],
      ].map((row) => row.map(printable));
      const stack = each.cause?.stack ? `\n${printable(each.cause.stack)}\n` : '';
      return `${table(rows, '')}${stack}\n${printable(JSON.stringify(each.message, null, 2))}\n`;
    })
    .join('\n');
}

async function redrive(
  known: KnownSystem,
  found: readonly DeadLetter[],
  typed: Typed,
  terminal: Terminal,
): Promise<number> {
  const filtered = ['context', 'subscription', 'position'].some((option) => typed.has(option));
  if (found.length === 0 && filtered) throw missing(typed);
  const dryRun = typed.has('dry-run');
  if (!dryRun) {
    const { postgresStore } = await import('../../postgres/index.ts');
    for (const context of new Set(found.map((each) => each.context))) {
      const store = await postgresStore({ url: known.databases.contexts[context]!, context, readers: 1 });
      try {
        for (const { subscription, position } of found.filter((each) => each.context === context))
          await store.redrive({ subscription, position });
      } finally {
        await store.close();
      }
    }
  }
  const redriven = found.map(({ context, subscription, position }) => ({ context, subscription, position }));
  if (typed.has('json')) {
    terminal.out(`${JSON.stringify({ dryRun, redriven })}\n`);
    return 0;
  }
  if (found.length === 0) terminal.out('There are no dead letters.\n');
  else if (dryRun)
    terminal.out(
      `Would redrive ${count(found.length, 'dead letter')}:\n${table(redriven.map((each) => [each.subscription, each.position]))}`,
    );
  else
    terminal.out(
      `${count(found.length, 'dead letter')} will be handled again ${known.processes.length > 0 ? 'within a second or two' : 'when the system is started'}; to wait for it: ${terminal.command} quiesce\n`,
    );
  return 0;
}

function missing(typed: Typed): MetesError {
  const wanted = ['context', 'subscription', 'position']
    .flatMap((option) => (typed.has(option) ? [`${option} ${typed.value(option)}`] : []))
    .join(', ');
  return new MetesError('METES_CLI_DEAD_LETTER_MISSING', {
    wanted: wanted === '' ? 'at all' : `with ${wanted}`,
  });
}
