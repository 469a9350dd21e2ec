import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { toJson } from '../base/json.ts';
import { aggregate, replay, restore } from './aggregate.ts';
import { committedVersion, markCommitted, pendingEvents, rewind, stateOf } from './aggregate-root.ts';
import { decider } from './decider.ts';
import { DomainRuleBroken } from './domain-rule-broken.ts';
import { event } from './event.ts';
import { identifier } from './identifier.ts';
import { Money } from './money.ts';

const AccountId = identifier('banking.AccountId');
const OwnerId = identifier('banking.OwnerId');
const id = AccountId.parse('a-1');
const eur = (minor: number): Money => Money.of(minor, 'EUR');

class Deposited extends event('Deposited', z.object({ amount: Money.schema() })) {}
class Withdrawn extends event('Withdrawn', z.object({ amount: Money.schema() })) {}
class Audited extends event('Audited', z.object({ amount: Money.schema() })) {}

const AccountState = z.object({ balance: Money.schema(), moves: z.int() });
const declaration = {
  id: AccountId,
  state: AccountState,
  events: [Deposited, Withdrawn],
  initial: () => ({ balance: eur(0), moves: 0 }),
} as const;

class Account extends aggregate('Account', declaration) {
  deposit(amount: Money): void {
    this.state.balance = this.state.balance.plus(amount);
    this.state.moves += 1;
    this.raise(new Deposited({ amount }));
  }
  withdraw(amount: Money): Money {
    this.ensure(this.state.balance.compare(amount) >= 0, 'An account is never overdrawn', {
      balance: this.state.balance.toString(),
    });
    this.state.balance = this.state.balance.minus(amount);
    this.state.moves += 1;
    this.raise(new Withdrawn({ amount }));
    return this.state.balance;
  }
  audit(): void {
    // @ts-expect-error: an event that is not declared does not compile, even of the same shape
    this.raise(new Audited({ amount: this.state.balance }));
  }
}
class SourcedAccount extends aggregate('SourcedAccount', {
  ...declaration,
  evolve: {
    Deposited: (state, { amount }) => ({ balance: state.balance.plus(amount), moves: state.moves + 1 }),
    // In place is as good as a new one.
    Withdrawn: (state, { amount }) => {
      state.balance = state.balance.minus(amount);
      state.moves += 1;
    },
  },
}) {
  deposit(amount: Money): void {
    this.raise(new Deposited({ amount }));
  }
  withdraw(amount: Money): void {
    this.ensure(this.state.balance.compare(amount) >= 0, 'An account is never overdrawn');
    this.raise(new Withdrawn({ amount }));
  }
}
const DecidedAccount = decider('DecidedAccount', {
  ...declaration,
  decide: (command: { readonly deposit: Money } | { readonly move: Money }, state) => {
    if ('deposit' in command) return new Deposited({ amount: command.deposit });
    if (state.balance.compare(command.move) < 0)
      throw new DomainRuleBroken('DecidedAccount', 'An account is never overdrawn');
    return [new Withdrawn({ amount: command.move }), new Deposited({ amount: command.move })];
  },
  evolve: {
    Deposited: (state, event) => ({ balance: state.balance.plus(event.amount), moves: state.moves + 1 }),
    Withdrawn: (state, event) => ({ balance: state.balance.minus(event.amount), moves: state.moves + 1 }),
  },
});

describe('an aggregate', () => {
  it('begins at version 0 and counts its events', () => {
    const account = Account.begin(id);
    expect(account.version).toBe(0);
    account.deposit(eur(5));
    expect(account.withdraw(eur(2)).minor).toBe(3);
    expect([account.version, committedVersion(account)]).toStrictEqual([2, 0]);
    markCommitted(account);
    expect([account.version, committedVersion(account), pendingEvents(account).length]).toStrictEqual([
      2, 2, 0,
    ]);
    expectTypeOf(account).toEqualTypeOf<Account>();
  });

  it('refuses in the words of the domain, and is not changed by that', () => {
    const account = Account.begin(id);
    expect(() => account.withdraw(eur(1))).toThrow(
      expect.objectContaining({
        name: 'DomainRuleBroken',
        subject: 'Account',
        rule: 'An account is never overdrawn',
        details: { balance: '0.00 EUR' },
      }),
    );
    expect(account.version).toBe(0);
  });

  it('raises declared events only: METES_DOMAIN_EVENT_UNDECLARED', () => {
    expect(() => Account.begin(id).audit()).toThrow('METES_DOMAIN_EVENT_UNDECLARED');
    const ForeignDeposited = class extends event('Deposited', z.object({ amount: Money.schema() })) {};
    const account = Account.begin(id) as unknown as { raise(event: object): void };
    expect(() => account.raise(new ForeignDeposited({ amount: eur(1) }))).toThrow(
      'METES_DOMAIN_EVENT_UNDECLARED',
    );
    expect(() => account.raise({})).toThrow('METES_DOMAIN_EVENT_UNDECLARED');
  });

  it('has one event of a name: METES_MODEL_DUPLICATE', () => {
    const Second = class extends event('Deposited', z.object({})) {};
    expect(() => aggregate('Twice', { ...declaration, events: [Deposited, Second] })).toThrow(
      'METES_MODEL_DUPLICATE',
    );
  });

  it('is addressed by ids of its own kind', () => {
    // @ts-expect-error: the id of an owner is none of an account
    expect(Account.begin(OwnerId.parse('x')).version).toBe(0);
  });

  it('keeps its state to itself', () => {
    // @ts-expect-error: the state is protected
    expect(Account.begin(id).state).toMatchObject({ moves: 0 });
  });

  it('goes back to an earlier state of the same life', () => {
    const account = Account.begin(id);
    account.deposit(eur(5));
    const before = AccountState.parse(toJson(stateOf(account)));
    account.deposit(eur(7));
    rewind(account, before, 1);
    expect(account.version).toBe(1);
    expect(account.withdraw(eur(5)).isZero).toBe(true);
  });

  it('takes a command in less than 50 microseconds on average', () => {
    const account = Account.begin(id);
    const commands = 20_000;
    const started = performance.now();
    for (let index = 0; index < commands; index++) account.deposit(eur(1));
    expect((1_000 * (performance.now() - started)) / commands).toBeLessThan(50);
  });
});

describe('an aggregate that is read back', () => {
  it('is the same after its state went through JSON', () => {
    const account = Account.begin(id);
    account.deposit(eur(5));
    const back = restore(Account, { id, version: 1, state: JSON.parse(JSON.stringify(stateOf(account))) });
    expect(stateOf(back)).toStrictEqual(stateOf(account));
    expect(back.withdraw(eur(5)).isZero).toBe(true);
    expect(back.version).toBe(2);
  });

  it('says METES_DOMAIN_STATE_UNREADABLE, with the field in the cause, for a state that no longer fits', () => {
    const broken = (): unknown =>
      restore(Account, { id, version: 7, state: { balance: { minor: -1, currency: 'EUR' }, moves: 1 } });
    expect(broken).toThrow(
      expect.objectContaining({
        code: 'METES_DOMAIN_STATE_UNREADABLE',
        cause: expect.objectContaining({ message: expect.stringContaining('balance.minor') }),
      }),
    );
  });

  it('is the fold of its events when it is event-sourced', () => {
    const account = SourcedAccount.begin(id);
    account.deposit(eur(5));
    account.withdraw(eur(2));
    const past = pendingEvents(account).map((each) => ({
      type: (each.constructor as typeof Deposited).type,
      typeVersion: 1,
      data: toJson(each),
    }));
    const back = replay(SourcedAccount, id, past);
    expect(stateOf(back)).toStrictEqual(stateOf(account));
    expect(back.version).toBe(2);
    expect(() => back.withdraw(eur(4))).toThrow(DomainRuleBroken);
  });

  it('says METES_DOMAIN_STATE_UNREADABLE for a past that it does not know', () => {
    const past = [{ type: 'Audited', typeVersion: 1, data: {} }];
    expect(() => replay(SourcedAccount, id, past)).toThrow('METES_DOMAIN_STATE_UNREADABLE');
    expect(() => replay(SourcedAccount, id, [{ type: 'Deposited', typeVersion: 2, data: {} }])).toThrow(
      'METES_DOMAIN_STATE_UNREADABLE',
    );
  });

  it('has an answer to each of its events: one without does not compile', () => {
    // @ts-expect-error: no evolve for Withdrawn
    const Half = aggregate('Half', { ...declaration, evolve: { Deposited: (state) => state } });
    expect(Half.kind).toBe('event-sourced');
  });
});

describe('a decider', () => {
  it('is an event-sourced aggregate whose behaviour is one function', () => {
    const account = DecidedAccount.begin(id);
    account.decide({ deposit: eur(5) });
    account.decide({ move: eur(3) });
    expect(account.version).toBe(3);
    expect(DecidedAccount.kind).toBe('event-sourced');
    expect(stateOf(account)).toMatchObject({ moves: 3 });
  });

  it('refuses like any other', () => {
    expect(() => DecidedAccount.begin(id).decide({ move: eur(1) })).toThrow(DomainRuleBroken);
    // @ts-expect-error: no such command
    expect(() => DecidedAccount.begin(id).decide({ steal: eur(1) })).toThrow(TypeError);
  });
});
