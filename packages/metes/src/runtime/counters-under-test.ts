import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { aggregate } from '../domain/aggregate.ts';
import { event } from '../domain/event.ts';
import { tally } from '../domain/tally.ts';
import { command } from '../model/command.ts';
import { context, type Context, type ContextDeclaration } from '../model/context.ts';
import { handle } from '../model/handler.ts';
import { publish } from '../model/publication.ts';
import { supporting } from '../model/subdomain.ts';

const id = z.string();

/** Something was counted. */
export class Counted extends event('Counted', z.strictObject({ id, by: z.int(), note: z.string() })) {}
/** Something was taken away. */
export class Taken extends event('Taken', z.strictObject({ id, by: z.int() })) {}

/** What `Counted` is outside: no more than 100 at once fit into it, so that publishing can fail. */
export const counted = contract('counters.counted', {
  v1: z.strictObject({ id, by: z.int().max(100), note: z.string() }),
});

/** A total with the notes of all that was counted: whatever is done twice, not at all or out of order shows in them. */
export class Counter extends aggregate('Counter', {
  id,
  state: z.strictObject({ total: z.int(), notes: z.array(z.string()) }),
  events: [Counted, Taken],
  initial: () => ({ total: 0, notes: [] as string[] }),
}) {
  get total(): number {
    return this.state.total;
  }

  get notes(): readonly string[] {
    return this.state.notes;
  }

  add(by: number, note: string): void {
    this.ensure(by !== 13, 'Nobody counts thirteen');
    this.state.total += by;
    this.state.notes.push(note);
    this.raise(new Counted({ id: this.id, by, note }));
  }

  take(by: number): number {
    this.state.total -= by;
    this.ensure(this.state.total >= 0, 'There is not enough', { by });
    this.raise(new Taken({ id: this.id, by }));
    return this.state.total;
  }

  /** Changes the state and tells nobody. */
  meddle(): void {
    this.state.total += 1_000;
  }
}

const counting = { id, by: z.int(), note: z.string() };
/** Begins a counter that must not be there. */
export class Open extends command('Open', z.strictObject({ id })) {}
/** Counts on a counter that must be there. */
export class Add extends command('Add', z.strictObject(counting)) {}
/** Counts, whether or not the counter is there. */
export class Put extends command('Put', z.strictObject(counting)) {}
/** Takes away, if there is enough. */
export class Take extends command('Take', z.strictObject({ id, by: z.int() })) {}
/** Changes a counter without an event. */
export class Meddle extends command('Meddle', z.strictObject({ id })) {}
/** Throws what is no refusal of the domain. */
export class Break extends command('Break', z.strictObject({ id })) {}
/** Draws from the pool; counts what it got, 0 when there was not enough. */
export class Draw extends command('Draw', z.strictObject({ id, key: z.string(), by: z.int() })) {}
/** Fills the pool. */
export class Fill extends command('Fill', z.strictObject({ id, key: z.string(), by: z.int() })) {}

/** Quantities that counters draw from. */
export const pool = tally('pool', ['there', 'drawn']);

const handlers = [
  handle(Open, Counter, { id: (c) => c.id, expects: 'new', run: (counter) => counter.add(0, 'open') }),
  handle(Add, Counter, {
    id: (c) => c.id,
    owner: (counter) => counter.notes.find((note) => note.startsWith('owner:'))?.slice(6),
    run: (counter, c) => counter.add(c.by, c.note),
  }),
  handle(Put, Counter, {
    id: (c) => c.id,
    expects: 'either',
    run: (counter, c) => counter.add(c.by, c.note),
  }),
  handle(Take, Counter, { id: (c) => c.id, run: (counter, c) => counter.take(c.by) }),
  handle(Meddle, Counter, { id: (c) => c.id, run: (counter) => counter.meddle() }),
  handle(Break, Counter, {
    id: (c) => c.id,
    run: (counter): void => {
      counter.meddle();
      throw new TypeError('broken');
    },
  }),
  handle(Draw, Counter, {
    id: (c) => c.id,
    expects: 'either',
    tallies: (c) => [{ tally: pool, keys: [c.key] }],
    run: (counter, c, desk) => {
      const short = desk.move([pool.move({ key: c.key, quantity: c.by, from: 'there', to: 'drawn' })]);
      counter.add(short.length > 0 ? 0 : c.by, short.length > 0 ? 'short' : 'drawn');
    },
  }),
  handle(Fill, Counter, {
    id: (c) => c.id,
    expects: 'either',
    tallies: (c) => [{ tally: pool, keys: [c.key] }],
    run: (counter, c, desk) => {
      desk.move([pool.receive({ key: c.key, quantity: c.by, into: 'there' })]);
      counter.add(0, `filled ${c.by}`);
    },
  }),
];

/** A context of counters, with further parts. */
export function counters(parts: Partial<ContextDeclaration> = {}): Context<'counters'> {
  return context('counters', {
    purpose: 'Counts',
    subdomain: supporting({ reviewed: '2026-09-01' }),
    team: 'Tests',
    aggregates: [Counter],
    tallies: [pool],
    publishes: [publish(Counted, counted, ({ id, by, note }) => ({ id, by, note }))],
    ...parts,
    handlers: [...handlers, ...(parts.handlers ?? [])],
  });
}
