import { type Books, metadataPair } from './books.ts';
import type { Intent } from './intent.ts';
import { badParameter } from './provider-refusal.ts';

interface Clause {
  readonly field: string;
  /** Set for `metadata['key']`. */
  readonly key: string | undefined;
  readonly operator: ':' | '~' | '>' | '<' | '>=' | '<=';
  readonly value: string;
  readonly negated: boolean;
}

/** A search in the provider's query language: clauses joined by all-AND or all-OR. */
export interface SearchQuery {
  readonly clauses: readonly Clause[];
  readonly every: boolean;
}

const CLAUSE =
  /^(-?)(\w+)(?:\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\])?\s*(>=|<=|[:~><])\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+))/;
const NUMBERS = new Set(['amount', 'created']);
const FIELDS = new Set(['metadata', 'status', 'currency', 'amount', 'created']);

/** Reads `metadata['orderId']:'o-1' AND status:'succeeded'`; 400 when it is not a query. */
export function parseSearch(text: string): SearchQuery {
  const clauses: Clause[] = [];
  let joint: string | undefined;
  let rest = text.trim();
  for (;;) {
    const found = CLAUSE.exec(rest);
    if (found === null) throw unreadable(text);
    clauses.push(clauseOf(found, text));
    rest = rest.slice(found[0].length);
    if (rest.trim() === '') break;
    const word = /^\s+(AND|OR)\s+/i.exec(rest);
    if (word === null) throw unreadable(text);
    const next = (word[1] ?? '').toUpperCase();
    if (joint !== undefined && joint !== next)
      throw badParameter('query', 'AND and OR cannot be mixed in one query.');
    joint = next;
    rest = rest.slice(word[0].length);
    if (clauses.length > 10) throw badParameter('query', 'A query has at most 10 clauses.');
  }
  return { clauses, every: joint !== 'OR' };
}

/** The ids that can match, oldest first: from the metadata index when a clause allows it. */
export function candidates(books: Books, query: SearchQuery): readonly string[] {
  if (!query.every) return books.intentsByAge;
  const exact = query.clauses.find(
    (clause) => clause.key !== undefined && clause.operator === ':' && !clause.negated,
  );
  if (exact?.key === undefined) return books.intentsByAge;
  return books.byMetadata.get(metadataPair(exact.key, exact.value)) ?? [];
}

/** Whether the intent is what was searched for. */
export function matchesSearch(query: SearchQuery, intent: Intent): boolean {
  const test = (clause: Clause): boolean => holds(clause, intent) !== clause.negated;
  return query.every ? query.clauses.every(test) : query.clauses.some(test);
}

function clauseOf(found: RegExpExecArray, text: string): Clause {
  const [, minus, field = '', single, double, operator = ':', singleValue, doubleValue, bare] = found;
  const quoted = singleValue ?? doubleValue;
  const key = single ?? double;
  if (!FIELDS.has(field) || (field === 'metadata') !== (key !== undefined)) {
    throw badParameter('query', `Field \`${field}\` is not searchable.`);
  }
  const value = quoted ?? bare ?? '';
  if (NUMBERS.has(field) ? !/^-?\d+$/.test(value) || operator === '~' : operator !== ':' && operator !== '~')
    throw unreadable(text);
  return {
    field,
    key: key === undefined ? undefined : unescape(key),
    operator: operator as Clause['operator'],
    value: unescape(value),
    negated: minus === '-',
  };
}

function holds(clause: Clause, intent: Intent): boolean {
  switch (clause.field) {
    case 'amount':
      return compare(intent.amount, clause);
    case 'created':
      return compare(Math.floor(intent.createdAt / 1000), clause);
    case 'metadata':
      return (
        Object.hasOwn(intent.metadata, clause.key ?? '') &&
        compareText(intent.metadata[clause.key ?? ''] ?? '', clause)
      );
    case 'status':
      return compareText(intent.status, clause);
    default:
      return compareText(intent.currency, clause);
  }
}

function compareText(text: string, clause: Clause): boolean {
  return clause.operator === '~'
    ? text.toLowerCase().includes(clause.value.toLowerCase())
    : text === clause.value;
}

function compare(number: number, { operator, value }: Clause): boolean {
  const bound = Number(value);
  if (operator === '>') return number > bound;
  if (operator === '<') return number < bound;
  if (operator === '>=') return number >= bound;
  if (operator === '<=') return number <= bound;
  return number === bound;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function unreadable(text: string): Error {
  return badParameter('query', `We were unable to parse your search query: ${text.slice(0, 200)}`);
}
