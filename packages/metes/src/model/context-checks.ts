import { isDay } from '../base/day.ts';
import { MetesError } from '../base/errors.ts';
import type { Context } from './context-declaration.ts';
import { isContract, type Source, sourceName } from './source.ts';

/** Schema and role of a context have its name: `public` is a schema that every database has, `none` is the name of no role. */
const contextName = /^(?!(?:public|none)$)[a-z][a-z0-9-]{0,30}$/;

/**
 * Checks that what a context declares holds together: its name, one handler a command, events that an aggregate of its
 * own raises, contracts that it owns, names that are used once.
 *
 * @throws METES_MODEL_CONTEXT_NAME, METES_MODEL_DUPLICATE, METES_MODEL_AGGREGATE_FOREIGN, METES_MODEL_EVENT_FOREIGN,
 * METES_MODEL_CONTRACT_FOREIGN, METES_MODEL_REVIEW_DATE, METES_MODEL_SUBDOMAIN_HISTORY, METES_MODEL_TERM_FORBIDDEN
 */
export function checkContext(context: Context): void {
  const { name } = context;
  if (!contextName.test(name)) throw new MetesError('METES_MODEL_CONTEXT_NAME', { name });
  if (!isDay(context.subdomain.reviewed)) {
    throw new MetesError('METES_MODEL_REVIEW_DATE', { context: name, reviewed: context.subdomain.reviewed });
  }
  checkHistory(context);
  checkTerms(context);
  once(
    name,
    'aggregate',
    context.aggregates.map((each) => each.type),
  );
  once(
    name,
    'handler of',
    context.handlers.map((each) => each.command.type),
  );
  once(
    name,
    'publication under',
    context.publishes.map((each) => each.contract.contract),
  );
  once(name, 'reaction', [
    ...context.policies.map((each) => each.policy),
    ...context.calls.map((each) => each.call),
  ]);
  once(
    name,
    'deadline',
    context.deadlines.map((each) => each.deadline),
  );
  once(
    name,
    'projection',
    context.projections.map((each) => each.projection),
  );
  once(
    name,
    'tally',
    context.tallies.map((each) => each.tally),
  );
  const eventClasses = new Set(context.aggregates.flatMap((each) => [...each.events.values()]));
  once(
    name,
    'event',
    [...eventClasses].map((each) => each.type),
  );
  once(
    name,
    'route',
    context.routes.map((each) => `${each.method} ${each.path}`),
  );

  for (const { command, aggregate } of context.handlers) {
    if (!context.aggregates.includes(aggregate)) {
      throw new MetesError('METES_MODEL_AGGREGATE_FOREIGN', {
        context: name,
        command: command.type,
        aggregate: aggregate.type,
      });
    }
  }
  const mustBeOwn = (source: Source, user: string): void => {
    if (!isContract(source) && !eventClasses.has(source)) {
      throw new MetesError('METES_MODEL_EVENT_FOREIGN', { context: name, event: sourceName(source), user });
    }
  };
  for (const { event, contract } of context.publishes) {
    mustBeOwn(event, `the publication ${contract.contract}`);
    if (contract.context !== name)
      throw new MetesError('METES_MODEL_CONTRACT_FOREIGN', { context: name, contract: contract.contract });
  }
  for (const each of context.policies) mustBeOwn(each.when, `the policy "${each.policy}"`);
  for (const each of context.calls) mustBeOwn(each.when, `the call "${each.call}"`);
  for (const each of context.deadlines) {
    for (const event of [each.startedBy, ...each.cancelledBy])
      mustBeOwn(event, `the deadline "${each.deadline}"`);
  }
  for (const each of context.projections) {
    for (const { source } of each.folds) mustBeOwn(source, `the projection "${each.projection}"`);
  }
}

/** The past of a classification: days in order, the last one not after the review, each class another than the next. */
function checkHistory({ name, subdomain }: Context): void {
  const days = [...subdomain.history.map((each) => each.until), subdomain.reviewed];
  const classes = [...subdomain.history.map((each) => each.class), subdomain.class];
  const wrong = subdomain.history.findIndex(
    ({ until }, at) => !isDay(until) || until > days[at + 1]! || classes[at] === classes[at + 1],
  );
  if (wrong >= 0) {
    const entry = subdomain.history[wrong]!;
    throw new MetesError('METES_MODEL_SUBDOMAIN_HISTORY', {
      context: name,
      was: entry.class,
      until: entry.until,
    });
  }
}

/** No word is both one of the language and one that it must not use. */
function checkTerms({ name, language }: Context): void {
  const terms = Object.keys(language).map((term) => term.toLowerCase());
  once(name, 'term', terms);
  const words = new Set(terms);
  for (const [term, { not }] of Object.entries(language)) {
    const word = not.find((each) => words.has(each.toLowerCase()));
    if (word !== undefined) throw new MetesError('METES_MODEL_TERM_FORBIDDEN', { context: name, term, word });
  }
}

function once(context: string, kind: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new MetesError('METES_MODEL_DUPLICATE', { context, kind, name: twice });
}
