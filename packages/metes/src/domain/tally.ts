import { MetesError } from '../base/errors.ts';

/** The most accounts that one tally can have. */
export const mostTallyAccounts = 6;

/** One movement between two accounts of one key; without `from` the quantity enters the tally, without `to` it leaves. */
export interface TallyMove {
  readonly tally: string;
  readonly key: string;
  readonly quantity: number;
  readonly from?: string;
  readonly to?: string;
}

/** An account that holds less than was asked of it. */
export interface Shortage {
  readonly key: string;
  readonly account: string;
  readonly wanted: number;
  readonly held: number;
}

/** The tallies at hand while a command runs. */
export interface TallyDesk {
  /**
   * Makes all of the moves or none: returns the shortages, and nothing moved when there is one. The moves commit
   * together with the aggregate's events.
   */
  move(moves: readonly TallyMove[]): readonly Shortage[];
  /** What an account of a key holds now. */
  held(tally: { readonly tally: string }, key: string, account: string): number;
}

/** A declared tally: whole quantities per key, kept in named accounts that never go below zero. */
export interface Tally<Name extends string = string, Account extends string = string> {
  readonly tally: Name;
  readonly accounts: readonly Account[];
  /** Moves a quantity of one key between two accounts: the sum over the accounts stays. */
  move(move: {
    readonly key: string;
    readonly quantity: number;
    readonly from: Account;
    readonly to: Account;
  }): TallyMove;
  /** Brings a quantity in from outside. */
  receive(receipt: { readonly key: string; readonly quantity: number; readonly into: Account }): TallyMove;
  /** Takes a quantity out for good. */
  remove(removal: { readonly key: string; readonly quantity: number; readonly from: Account }): TallyMove;
}

/**
 * Declares a tally: quantities that many commands add to and take from, such as stock per item. Moves commute, so hot
 * keys do not conflict, and the store refuses any commit that would take an account below zero (the escrow method of
 * O'Neil, ACM TODS 11(4), 1986). A tally holds only "never below zero"; every other rule belongs to an aggregate.
 *
 * @throws METES_DOMAIN_TALLY_ACCOUNT, METES_DOMAIN_TALLY_QUANTITY from the moves.
 * @example
 * const stock = tally('stock', ['available', 'reserved']);
 * stock.move({ key: 'SKU-1', quantity: 2, from: 'available', to: 'reserved' });
 */
export function tally<const Name extends string, const Account extends string>(
  name: Name,
  accounts: readonly Account[],
): Tally<Name, Account> {
  const known = new Set<string>(accounts);
  const checked = (move: TallyMove): TallyMove => {
    for (const account of [move.from, move.to]) {
      if (account !== undefined && !known.has(account)) {
        throw new MetesError('METES_DOMAIN_TALLY_ACCOUNT', {
          tally: name,
          account,
          accounts: accounts.join(', '),
        });
      }
    }
    if (!Number.isSafeInteger(move.quantity) || move.quantity < 1) {
      throw new MetesError('METES_DOMAIN_TALLY_QUANTITY', { quantity: move.quantity });
    }
    return move;
  };
  if (accounts.length === 0 || accounts.length > mostTallyAccounts) {
    throw new MetesError('METES_DOMAIN_TALLY_SIZE', {
      tally: name,
      count: accounts.length,
      most: mostTallyAccounts,
    });
  }
  return {
    tally: name,
    accounts,
    move: (move) => checked({ tally: name, ...move }),
    receive: ({ key, quantity, into }) => checked({ tally: name, key, quantity, to: into }),
    remove: ({ key, quantity, from }) => checked({ tally: name, key, quantity, from }),
  };
}
