import { tables } from './0001-tables.ts';
import { commit } from './0002-commit.ts';
import { functions } from './0003-functions.ts';
import { views } from './0004-views.ts';
import { boundary } from './0005-boundary.ts';
import { commitSingle } from './0006-commit-single.ts';
import { commitRows } from './0007-commit-rows.ts';
import { statistics } from './0008-statistics.ts';
import { commitByRows } from './0009-commit-by-rows.ts';
import { cleanUp } from './0010-clean-up.ts';
import { leaseTerms } from './0011-lease-terms.ts';
import { commitGroup } from './0012-commit-group.ts';
import { keysFirst } from './0013-keys-first.ts';
import { commitSingle2 } from './0014-commit-single-2.ts';
import { commitRows2 } from './0015-commit-rows-2.ts';

/** A change of the tables of a context. What was released is never edited: a further change is a further migration. */
export interface Migration {
  /** 1, 2, 3, ... */
  readonly number: number;
  readonly name: string;
  /** Run as the owner of the schema, which is the only entry of the search path. */
  readonly sql: string;
  /**
   * The lowest migration that a running build must know to work on the tables after this one. A change that only adds
   * (expand) leaves it at 1; one that takes away (contract) raises it to the migration that made the new form.
   */
  readonly needs: number;
}

/** The migrations of every context, in order. */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'tables', sql: tables, needs: 1 },
  { number: 2, name: 'commit', sql: commit, needs: 2 },
  { number: 3, name: 'functions', sql: functions, needs: 3 },
  { number: 4, name: 'views', sql: views, needs: 4 },
  { number: 5, name: 'boundary', sql: boundary, needs: 4 },
  { number: 6, name: 'commit single', sql: commitSingle, needs: 4 },
  { number: 7, name: 'commit rows', sql: commitRows, needs: 4 },
  { number: 8, name: 'statistics', sql: statistics, needs: 4 },
  { number: 9, name: 'commit by rows', sql: commitByRows, needs: 4 },
  { number: 10, name: 'clean up', sql: cleanUp, needs: 4 },
  { number: 11, name: 'lease terms', sql: leaseTerms, needs: 4 },
  { number: 12, name: 'commit group', sql: commitGroup, needs: 4 },
  { number: 13, name: 'keys first', sql: keysFirst, needs: 4 },
  { number: 14, name: 'commit single 2', sql: commitSingle2, needs: 4 },
  { number: 15, name: 'commit rows 2', sql: commitRows2, needs: 4 },
];
