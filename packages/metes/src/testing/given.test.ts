import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aggregate } from '../domain/aggregate.ts';
import { decider } from '../domain/decider.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { event } from '../domain/event.ts';
import { identifier } from '../domain/identifier.ts';
import { command } from '../model/command.ts';
import { handle } from '../model/handler.ts';
import { tally } from '../domain/tally.ts';
import { given, handled } from './index.ts';

const LampId = identifier('home.LampId');
const id = LampId.parse('l-1');
class SwitchedOn extends event('SwitchedOn', z.object({ by: z.string() })) {}
class SwitchedOff extends event('SwitchedOff', z.object({})) {}
const state = z.object({ on: z.boolean(), times: z.int() });
const declaration = {
  id: LampId,
  state,
  events: [SwitchedOn, SwitchedOff],
  initial: () => ({ on: false, times: 0 }),
} as const;
const evolve = {
  SwitchedOn: (lamp: z.output<typeof state>) => ({ on: true, times: lamp.times + 1 }),
  SwitchedOff: (lamp: z.output<typeof state>) => ({ ...lamp, on: false }),
};

class Lamp extends aggregate('Lamp', declaration) {
  switchOn(by: string): number {
    this.ensure(!this.state.on, 'A lamp that is on cannot be switched on');
    this.state.on = true;
    this.state.times += 1;
    this.raise(new SwitchedOn({ by }));
    return this.state.times;
  }
  forget(): void {
    this.state.times = 0;
  }
  hasty(): void {
    this.state.times = 7;
    this.ensure(false, 'Too late');
  }
  look(): boolean {
    return this.state.on;
  }
  spoil(): void {
    this.state.times = Number.NaN;
    this.raise(new SwitchedOff({}));
  }
  fail(): void {
    throw new RangeError('a fault');
  }
}
class SourcedLamp extends aggregate('SourcedLamp', { ...declaration, evolve }) {
  switchOn(by: string): void {
    this.ensure(!this.state.on, 'A lamp that is on cannot be switched on');
    this.raise(new SwitchedOn({ by }));
  }
  cheat(): void {
    this.raise(new SwitchedOff({}));
    this.state.times = 99;
  }
}
const DecidedLamp = decider('DecidedLamp', {
  ...declaration,
  decide: (by: string, lamp) => {
    if (lamp.on) throw new DomainRuleBroken('DecidedLamp', 'A lamp that is on cannot be switched on');
    return new SwitchedOn({ by });
  },
  evolve,
});
const on = new SwitchedOn({ by: 'Ann' });
const failed = (difference: RegExp): unknown =>
  expect.objectContaining({ code: 'METES_TESTING_EXPECTATION', message: expect.stringMatching(difference) });

describe('given, when, then', () => {
  it('tells a state-stored aggregate', () => {
    given(Lamp)
      .at(id)
      .when((lamp) => lamp.switchOn('Ann'))
      .thenRaised(on)
      .thenReturned(1)
      .thenState({ times: 1, on: true });
    given(Lamp)
      .at(id)
      .once((lamp) => lamp.switchOn('Ann'))
      .when((lamp) => lamp.switchOn('Bob'))
      .thenRefused('A lamp that is on cannot be switched on');
    given(Lamp)
      .at(id)
      .in({ on: true, times: 5 })
      .when((lamp) => lamp.look())
      .thenRaised()
      .thenReturned(true);
    expect(
      given(Lamp)
        .at(id)
        .once((lamp) => lamp.switchOn('Ann')).root.version,
    ).toBe(1);
  });

  it('tells an event-sourced aggregate and a decider', () => {
    given(SourcedLamp)
      .at(id)
      .after(on, new SwitchedOff({}))
      .when((lamp) => lamp.switchOn('Ann'))
      .thenRaised(on)
      .thenState({ on: true, times: 2 });
    given(SourcedLamp)
      .at(id)
      .after(on)
      .when((lamp) => lamp.switchOn('Bob'))
      .thenRefused(/that is on/);
    given(DecidedLamp)
      .at(id)
      .when((lamp) => lamp.decide('Ann'))
      .thenRaised(on);
    given(DecidedLamp)
      .at(id)
      .after(on)
      .when((lamp) => lamp.decide('Bob'))
      .thenRefused(/that is on/);
    expect(given(SourcedLamp).at(id).after(on).root.version).toBe(1);
  });

  it('says METES_TESTING_EXPECTATION, with what was expected and what happened', () => {
    const came = given(Lamp)
      .at(id)
      .when((lamp) => lamp.switchOn('Bob'));
    expect(() => came.thenRaised(on)).toThrow(failed(/the events differ at "0\.data\.by"/));
    expect(() => came.thenRaised()).toThrow(failed(/differ at "0"/));
    expect(() => came.thenRaised(new SwitchedOff({}))).toThrow(
      expect.objectContaining({
        expected: [{ event: 'SwitchedOff', data: {} }],
        actual: [{ event: 'SwitchedOn', data: { by: 'Bob' } }],
      }),
    );
    expect(() => came.thenReturned(2)).toThrow(failed(/returned differ/));
    expect(() => came.thenState({ on: false, times: 1 })).toThrow(failed(/state differ at "on"/));
    expect(() => came.thenRefused('no')).toThrow(failed(/did not refuse/));
    const refused = given(Lamp)
      .at(id)
      .in({ on: true, times: 1 })
      .when((lamp) => lamp.switchOn('Bob'));
    expect(() => refused.thenRaised()).toThrow(failed(/it refused: A lamp that is on/));
    expect(() => refused.thenRefused('Another rule')).toThrow(failed(/another rule/));
  });

  it('lets faults through as they are', () => {
    const came = given(Lamp)
      .at(id)
      .when((lamp) => lamp.fail());
    expect(() => came.thenRaised()).toThrow(RangeError);
    expect(() => came.thenRefused('no')).toThrow(RangeError);
  });

  it('finds changes that a store would lose: METES_DOMAIN_SILENT_CHANGE', () => {
    const lit = given(Lamp).at(id).in({ on: true, times: 3 });
    expect(() => lit.when((lamp) => lamp.forget())).toThrow(
      /METES_DOMAIN_SILENT_CHANGE.*\(times\) without raising an event/,
    );
    expect(() => lit.when((lamp) => lamp.hasty())).toThrow(/METES_DOMAIN_SILENT_CHANGE.*although it refused/);
    expect(() =>
      given(SourcedLamp)
        .at(id)
        .when((lamp) => lamp.cheat()),
    ).toThrow(/METES_DOMAIN_SILENT_CHANGE.*than its events tell/);
  });

  it('finds what does not come back from JSON: METES_DOMAIN_ROUND_TRIP', () => {
    expect(() =>
      given(Lamp)
        .at(id)
        .when((lamp) => lamp.spoil()),
    ).toThrow('METES_DOMAIN_ROUND_TRIP');
    class Dated extends event('Dated', z.object({ at: z.date() })) {}
    class Diary extends aggregate('Diary', {
      id: LampId,
      state: z.object({}),
      events: [Dated],
      initial: () => ({}),
    }) {
      write(): void {
        this.raise(new Dated({ at: new Date(0) }));
      }
    }
    expect(() =>
      given(Diary)
        .at(id)
        .when((diary) => diary.write()),
    ).toThrow(/METES_DOMAIN_ROUND_TRIP: Dated/);
  });

  it('does not take the past of a state-stored aggregate from events: METES_TESTING_PAST', () => {
    expect(() => given(Lamp).at(id).after(on)).toThrow('METES_TESTING_PAST');
  });
});

describe('handled', () => {
  class SwitchOn extends command('SwitchOn', z.object({ id: LampId, by: z.string() })) {}
  const energy = tally('energy', ['free', 'used']);
  const key = 'house';
  const switchOn = handle(SwitchOn, Lamp, {
    id: (c) => c.id,
    expects: 'either',
    tallies: () => [{ tally: energy, keys: [key] }],
    run: (lamp, c, desk) => {
      const shortages = desk.move([energy.move({ key, quantity: 2, from: 'free', to: 'used' })]);
      return shortages.length > 0 ? shortages : lamp.switchOn(c.by);
    },
  });
  const send = new SwitchOn({ id, by: 'Ann' });

  it('runs the handler with tallies in memory', () => {
    const done = handled(switchOn, send, { tallies: { energy: { house: { free: 5 } } } });
    expect(done.events).toStrictEqual([on]);
    expect(done.result).toBe(1);
    expect(done.tallies).toStrictEqual({ energy: { house: { free: 3, used: 2 } } });
  });

  it('moves nothing when there is a shortage', () => {
    const done = handled(switchOn, send, { tallies: { energy: { house: { free: 1 } } } });
    expect(done.events).toStrictEqual([]);
    expect(done.result).toStrictEqual([{ key: 'house', account: 'free', wanted: 2, held: 1 }]);
    expect(done.tallies).toStrictEqual({ energy: { house: { free: 1, used: 0 } } });
  });

  it('throws the refusal of the domain', () => {
    const root = given(Lamp)
      .at(id)
      .once((lamp) => lamp.switchOn('Ann')).root;
    expect(() => handled(switchOn, send, { root, tallies: { energy: { house: { free: 5 } } } })).toThrow(
      DomainRuleBroken,
    );
  });

  it('holds the handler to what it expects and names', () => {
    const root = given(Lamp)
      .at(id)
      .once((lamp) => lamp.switchOn('Ann')).root;
    const run = (lamp: Lamp): boolean => lamp.look();
    expect(() => handled(handle(SwitchOn, Lamp, { id: (c) => c.id, run }), send)).toThrow(
      'METES_RUNTIME_NOT_FOUND',
    );
    expect(() =>
      handled(handle(SwitchOn, Lamp, { id: () => LampId.parse('l-2'), run }), send, { root }),
    ).toThrow('METES_RUNTIME_NOT_FOUND');
    expect(() =>
      handled(handle(SwitchOn, Lamp, { id: (c) => c.id, expects: 'new', run }), send, { root }),
    ).toThrow('METES_RUNTIME_ALREADY_EXISTS');
    expect(() => handled({ ...switchOn, tallies: () => [] }, send)).toThrow('METES_RUNTIME_TALLY_UNDECLARED');
  });
});
