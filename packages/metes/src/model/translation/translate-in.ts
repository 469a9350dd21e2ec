import { MetesError } from '../../base/errors.ts';
import { describeIssues, validate, type Schema } from '../../base/schema.ts';
import { valueAt } from './foreign-path.ts';
import { schemaOf } from './model-fields.ts';
import type { Rule } from './rule.ts';
import type { TranslatorVersion } from './translator-version.ts';

/**
 * The own object that a foreign document means.
 *
 * @throws METES_TRANSLATOR_DOCUMENT, METES_TRANSLATOR_VALUE
 */
export function translateIn(version: TranslatorVersion, document: unknown): unknown {
  const read = validate(version.foreign, document, version.name);
  if ('issues' in read)
    throw new MetesError('METES_TRANSLATOR_DOCUMENT', {
      translator: version.name,
      issues: describeIssues(read.issues),
    });
  const own: Record<string, unknown> = {};
  for (const [field, rule] of Object.entries(version.rules)) {
    const value = ownValue(version, field, rule, read.value);
    if (value === undefined) continue;
    Object.defineProperty(own, field, { value, enumerable: true, writable: true, configurable: true });
  }
  const made = validate(version.ownSchema, own, version.name);
  if (!('issues' in made)) return made.value;
  const [first] = made.issues;
  const step = first?.path?.[0];
  const field = step === undefined ? undefined : String(typeof step === 'object' ? step.key : step);
  throw invalid(version, field ?? 'the own model', describeIssues(made.issues));
}

function ownValue(version: TranslatorVersion, field: string, rule: Rule, document: unknown): unknown {
  const foreign = rule.foreign.map((path) => valueAt(document, path));
  try {
    return applied(rule, foreign, version.name);
  } catch (cause) {
    throw invalid(version, field, reasonOf(cause), cause);
  }
}

function applied(rule: Rule, foreign: readonly unknown[], subject: string): unknown {
  switch (rule.kind) {
    case 'same':
      return foreign[0];
    case 'constant':
      return rule.value;
    case 'function':
      return rule.run!(...foreign);
    case 'table':
      return looked(rule, foreign[0]);
    case 'unit':
      return foreign.some(isAbsent) ? undefined : rule.unit!.in(...foreign);
    case 'type':
      return isAbsent(foreign[0]) ? undefined : typed(schemaOf(rule.type!), foreign[0], subject);
  }
}

/** Only own entries count: a word such as `constructor` is as unknown as any other. */
function looked(rule: Rule, word: unknown): unknown {
  const entries = rule.entries ?? {};
  if (!isAbsent(word) && typeof word !== 'object' && Object.hasOwn(entries, String(word)))
    return entries[String(word)];
  if (rule.otherwise) return rule.otherwise.own;
  throw new MetesError('METES_TRANSLATOR_UNIT', { value: String(word), wanted: 'in the table' });
}

function typed(schema: Schema, value: unknown, subject: string): unknown {
  const read = validate(schema, value, subject);
  if ('issues' in read)
    throw new MetesError('METES_SCHEMA_INVALID', { subject, issues: describeIssues(read.issues) });
  return read.value;
}

function invalid(version: TranslatorVersion, field: string, reason: string, cause?: unknown): MetesError {
  const foreign = version.rules[field]?.foreign ?? [];
  return new MetesError(
    'METES_TRANSLATOR_VALUE',
    {
      translator: version.name,
      own: field,
      foreign: foreign.length === 0 ? 'its constant' : foreign.join(' and '),
      reason: reason.replace(/\.$/, ''),
    },
    cause === undefined ? {} : { cause },
  );
}

/** What went wrong, without the code in front of it. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^METES_\w+: /, '').replace(/\.$/, '');
}

/** True for a field that is not there, or null. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
