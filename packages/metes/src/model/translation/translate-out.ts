import { MetesError } from '../../base/errors.ts';
import { sameJson, toJson } from '../../base/json.ts';
import { describeIssues, validate } from '../../base/schema.ts';
import { overlaps } from './declaration.ts';
import { putAt } from './foreign-path.ts';
import { oneWays } from './reversal.ts';
import type { Rule } from './rule.ts';
import { isAbsent, reasonOf } from './translate-in.ts';
import type { TranslatorVersion } from './translator-version.ts';

/**
 * The foreign document that says what an own object means. Foreign fields that can say one word only are filled in.
 *
 * @throws METES_TRANSLATOR_ONE_WAY, METES_TRANSLATOR_BACK, METES_TRANSLATOR_DOCUMENT
 */
export function translateOut(version: TranslatorVersion, own: unknown): unknown {
  const reasons = oneWays(version);
  if (reasons.length > 0)
    throw new MetesError('METES_TRANSLATOR_ONE_WAY', {
      translator: version.name,
      reasons: reasons.map(({ field, reason }) => `${field} (${reason})`).join(', '),
    });
  const document: Record<string, unknown> = {};
  for (const [field, rule] of Object.entries(version.rules)) {
    const value = (own as Record<string, unknown>)[field];
    if (value === undefined || rule.kind === 'constant') continue;
    write(version, document, field, rule, value);
  }
  const used = Object.values(version.rules).flatMap((rule) => rule.foreign);
  for (const { path, required, words } of version.foreignFields)
    if (required && words?.length === 1 && !used.some((each) => overlaps(each, path)))
      putAt(document, path, words[0], sameJson);
  const read = validate(version.foreign, document, version.name);
  if ('issues' in read)
    throw new MetesError('METES_TRANSLATOR_DOCUMENT', {
      translator: version.name,
      issues: describeIssues(read.issues),
    });
  return document;
}

function write(
  version: TranslatorVersion,
  document: Record<string, unknown>,
  field: string,
  rule: Rule,
  value: unknown,
): void {
  let foreign: readonly unknown[];
  try {
    foreign = wayBack(version, rule, value);
  } catch (cause) {
    throw cannotWrite(version, field, rule.foreign, reasonOf(cause), cause);
  }
  for (const [at, path] of rule.foreign.entries())
    if (foreign[at] !== undefined && !putAt(document, path, foreign[at], sameJson))
      throw cannotWrite(version, field, [path], 'another rule writes another value there');
}

function wayBack(version: TranslatorVersion, rule: Rule, value: unknown): readonly unknown[] {
  if (rule.kind === 'unit') return isAbsent(value) ? [value] : rule.unit!.out!(value);
  if (rule.kind !== 'table') return [toJson(value)];
  const word = Object.entries(rule.entries ?? {}).find(([, own]) => sameJson(own, value))?.[0];
  if (word === undefined)
    throw new MetesError('METES_TRANSLATOR_UNIT', { value, wanted: 'a value of the table' });
  // A table writes its words as text; the foreign model may count with numbers or know true and false.
  const words = version.foreignFields.find(({ path }) => path === rule.foreign[0])?.words;
  return [words?.find((each) => String(each) === word) ?? word];
}

function cannotWrite(
  version: TranslatorVersion,
  own: string,
  foreign: readonly string[],
  reason: string,
  cause?: unknown,
): MetesError {
  return new MetesError(
    'METES_TRANSLATOR_BACK',
    { translator: version.name, own, foreign: foreign.join(' and '), reason },
    cause === undefined ? {} : { cause },
  );
}
