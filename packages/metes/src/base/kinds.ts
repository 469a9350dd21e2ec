import { type Kind, kind } from './argument.ts';

/** What breaks a line, cannot be seen or turns the direction of what follows: it ends a line of a file, or hides in one. */
const unseen = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** Words in one line, such as a name. */
export function lineSuchAs(write: string): Kind {
  return kind('a text in one line', write, (given) => isText(given) && !unseen.test(given));
}

/** Words in one line. */
export const line: Kind = lineSuchAs("'...'");

/** At most one line; another check says what it has to say. */
export function atMostLine(write: string): Kind {
  return kind('a text in one line', write, (given) => typeof given === 'string' && !unseen.test(given));
}

/** Words, in as many lines as it takes. */
export const text: Kind = kind('a text', "'...'", isText);

/** A text of which another check says what has to be in it. */
export function textSuchAs(write: string): Kind {
  return kind('a text', write, (given) => typeof given === 'string');
}

/** A length of time as people write it; whether the units are known is another check. */
export const duration: Kind = textSuchAs("'30s'");

/** How many of something. */
export const count: Kind = kind(
  'a whole number above zero',
  '300',
  (given) => Number.isSafeInteger(given) && Number(given) > 0,
);

/** Yes or no. */
export const truth: Kind = kind('true or false', 'true', (given) => typeof given === 'boolean');

/** A function that can be called, which a class cannot. */
export const callback: Kind = kind(
  'a function',
  '(event) => ...',
  (given) => typeof given === 'function' && !/^class\b/.test(String(given)),
);

/** What validates: any Standard Schema. */
export const schema: Kind = kind(
  'a schema',
  'z.object({ ... })',
  (given) => typeof partOf(partOf(given, '~standard'), 'validate') === 'function',
);

/** True for a text with words in it. */
export function isText(given: unknown): given is string {
  return typeof given === 'string' && given.trim() !== '';
}

/** A part of what may be anything. */
export function partOf(given: unknown, name: string): unknown {
  const hasParts = (typeof given === 'object' && given !== null) || typeof given === 'function';
  return hasParts ? (given as Readonly<Record<string, unknown>>)[name] : undefined;
}
