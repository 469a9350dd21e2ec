import { MetesError } from '../../base/errors.ts';
import { ContextRuntime } from '../../runtime/context-runtime.ts';
import type { Context } from '../../model/context.ts';
import { sourcesOf } from '../../model/context-map.ts';
import { noFailpoints } from '../../start/failpoint-plan.ts';
import { silentJournal } from '../../start/line-journal.ts';
import { postgres } from '../../start/postgres-stores.ts';
import { systemClock } from '../../start/system-clock.ts';
import { systemIds } from '../../start/system-ids.ts';
import { systemRandom } from '../../start/system-random.ts';
import { systemTimers } from '../../start/system-timers.ts';
import { type CliCommand, configOption, jsonOption } from '../command.ts';
import { loadSystem } from '../config-file.ts';
import { knownSystem, lookAtStores } from '../known-system.ts';
import { count, span } from '../table.ts';

/** `metes rebuild`: makes a read model anew from the events. */
export const rebuildCommand: CliCommand = {
  name: 'rebuild',
  summary: 'build a projection again from zero, while it goes on being read',
  words: '<context> <projection>',
  takes: [2, 2],
  explanation: `Builds a projection (a read model) again from the first event on. The rows that are read now stay until the new ones
are complete and take their place in one step, so the system may run meanwhile. Stopped half-way, it leaves nothing
that is read; start it again.`,
  options: [{ name: 'dry-run', about: 'Say what would be read, and do nothing' }, configOption, jsonOption],
  examples: ['metes rebuild ordering customer-orders', 'metes rebuild ordering customer-orders --dry-run'],
  run: async (typed, terminal) => {
    const [contextName = '', projection = ''] = typed.words;
    const { definition } = await loadSystem(typed.value('config'), terminal, 'rebuild');
    const { map } = definition;
    const context = map.contexts.find((each) => each.name === contextName);
    if (!context)
      throw new MetesError('METES_CLI_CONTEXT_UNKNOWN', {
        context: contextName,
        known: map.contexts.map((each) => each.name).join(', '),
      });
    const declared = context.projections.find((each) => each.projection === projection);
    if (!declared)
      throw new MetesError('METES_RUNTIME_PROJECTION_UNKNOWN', {
        projection,
        context: contextName,
        known: projectionsOf(context.projections.length > 0 ? [context] : map.contexts),
      });
    const known = await knownSystem(terminal);
    const publishers = publishersOf({ ...context, projections: [declared], policies: [], calls: [] });
    const statuses = await lookAtStores(known, (stores) =>
      Promise.all(stores.filter((each) => publishers.includes(each.context)).map((each) => each.status())),
    );
    const total = statuses.reduce((sum, { head }) => sum + head, 0);
    if (typed.has('dry-run')) {
      const plan = { dryRun: true, context: contextName, projection, publishers, events: total };
      terminal.out(
        typed.has('json')
          ? `${JSON.stringify(plan)}\n`
          : `Would look through ${count(total, 'event')} of ${publishers.join(', ')} and write the rows of ${projection} anew.\n`,
      );
      return 0;
    }
    const clock = systemClock();
    const ports = { clock, timers: systemTimers, random: systemRandom, journal: silentJournal };
    const stores = await postgres({ addresses: known.databases }).open(map, [contextName], ports);
    try {
      const started = Date.now();
      let told = started;
      const runtime = new ContextRuntime(context, {
        ...ports,
        ids: systemIds(clock),
        failpoints: noFailpoints,
        store: stores.store(contextName),
        feed: (publisher) => stores.feed(publisher),
        implementations: new Map(),
      });
      const done = await runtime.rebuild(projection, ({ subscription, position, events }) => {
        if (typed.has('json') || Date.now() - told < 2_000) return;
        told = Date.now();
        terminal.err(
          `  ${span(told - started)}: ${subscription} at ${position.toLocaleString('en-GB')}, ${count(events, 'event')} folded\n`,
        );
      });
      const ms = Date.now() - started;
      terminal.out(
        typed.has('json')
          ? `${JSON.stringify({ context: contextName, projection, ...done, ms })}\n`
          : `${projection} is rebuilt: ${count(done.rows, 'row')} from ${count(done.events, 'event')} in ${span(ms)}.\n`,
      );
      return 0;
    } finally {
      await stores.close();
    }
  },
};

function publishersOf(context: Context): readonly string[] {
  return [
    ...new Set(sourcesOf(context).map((source) => ('contract' in source ? source.context : context.name))),
  ];
}

/** The projections of contexts, as they are typed: `ordering customer-orders`. */
function projectionsOf(contexts: readonly Context[]): string {
  return contexts
    .flatMap(({ name, projections }) => projections.map((each) => `${name} ${each.projection}`))
    .join(', ');
}
