import { z } from 'zod';
import { MetesError } from '../../base/errors.ts';
import { type Schema, validate } from '../../base/schema.ts';
import type { ModelField } from './model-fields.ts';
import type { Rule } from './rule.ts';

/** What is declared, before anything is translated. */
export interface Declared {
  readonly translator: string;
  readonly foreignFields: readonly ModelField[];
  readonly ownFields: readonly ModelField[];
  readonly ownSchema: Schema;
  readonly rules: Readonly<Record<string, Rule>>;
  readonly dropped: readonly string[];
}

/** Refuses what the compiler refuses too, for those who come around it. */
export function checkDeclaration(declared: Declared): void {
  const { translator, rules, ownFields } = declared;
  const own = topLevel(ownFields);
  for (const [field, rule] of Object.entries(rules)) {
    if (own.size > 0 && !own.has(field))
      throw new MetesError('METES_TRANSLATOR_OWN_UNKNOWN', {
        translator,
        own: field,
        known: [...own.keys()].join(', '),
      });
    for (const path of rule.foreign) mustExist(declared, path, field);
    if (rule.kind !== 'table') continue;
    checkTable(declared, field, rule);
    checkGiven(declared, field, rule);
  }
  for (const [field, required] of own)
    if (required && !Object.hasOwn(rules, field))
      throw new MetesError('METES_TRANSLATOR_OWN_MISSING', { translator, own: field });
  checkDropped(declared);
}

/** The names on the first level, and whether one of their fields has to be there. */
export function topLevel(fields: readonly ModelField[]): ReadonlyMap<string, boolean> {
  const names = new Map<string, boolean>();
  for (const { path, required } of fields) {
    const name = path.split('.')[0]!;
    names.set(name, required || names.get(name) === true);
  }
  return names;
}

/** True when one path is the other, or leads into it. */
export function overlaps(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

function exists(fields: readonly ModelField[], path: string): boolean {
  return fields.some(
    (field) =>
      field.path === path ||
      field.path.startsWith(`${path}.`) ||
      // Into a map, or into what is not described any further.
      (path.startsWith(`${field.path}.`) && (field.open || field.types.length === 0)),
  );
}

function mustExist({ translator, foreignFields }: Declared, foreign: string, own: string): void {
  if (foreignFields.length === 0 || exists(foreignFields, foreign)) return;
  throw new MetesError('METES_TRANSLATOR_FOREIGN_UNKNOWN', {
    translator,
    foreign,
    own,
    known: foreignFields.map((each) => each.path).join(', '),
  });
}

function checkTable({ translator, foreignFields }: Declared, own: string, rule: Rule): void {
  const foreign = rule.foreign[0]!;
  const field = foreignFields.find((each) => each.path === foreign);
  const named = Object.keys(rule.entries ?? {});
  const words = field?.words?.map(String);
  if (!rule.otherwise) {
    const missing = words?.filter((each) => !named.includes(each)) ?? ['any other word'];
    if (field && !field.required) missing.push('nothing at all');
    if (missing.length > 0)
      throw new MetesError('METES_TRANSLATOR_TABLE_PARTIAL', {
        translator,
        own,
        foreign,
        missing: missing.join(', '),
      });
  }
  const strange = words && named.filter((each) => !words.includes(each));
  if (strange && strange.length > 0)
    throw new MetesError('METES_TRANSLATOR_TABLE_STRANGE', {
      translator,
      own,
      foreign,
      strange: strange.join(', '),
      known: words.join(', '),
    });
}

/** What a table gives must be a word of the own field, where those can be counted. */
function checkGiven({ translator, ownFields, ownSchema }: Declared, own: string, rule: Rule): void {
  const words = ownFields.find(({ path }) => path === own)?.words;
  if (!words) return;
  const given = [...Object.values(rule.entries ?? {}), ...(rule.otherwise ? [rule.otherwise.own] : [])];
  const strange = given
    .filter((each) => isWord(each) && !words.includes(each))
    .filter((each) => !madeFit(ownSchema, own, each));
  if (strange.length > 0)
    throw new MetesError('METES_TRANSLATOR_TABLE_UNFIT', {
      translator,
      own,
      strange: [...new Set(strange)].map((each) => JSON.stringify(each)).join(', '),
      known: words.map((each) => JSON.stringify(each)).join(', '),
    });
}

/** A schema may make a word that fits of one that does not: `.catch('q')`. JSON Schema does not tell; the field itself does. */
function madeFit(schema: Schema, field: string, word: unknown): boolean {
  if (!(schema instanceof z.core.$ZodType)) return false;
  const alone = schema instanceof z.ZodObject ? (schema.shape as Record<string, Schema>)[field] : undefined;
  return alone === undefined || 'value' in validate(alone, word, field);
}

function isWord(given: unknown): given is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof given);
}

function checkDropped({ translator, foreignFields, rules, dropped }: Declared): void {
  const used = Object.values(rules).flatMap((rule) => rule.foreign);
  for (const foreign of dropped) {
    const reason =
      foreignFields.length > 0 && !exists(foreignFields, foreign)
        ? 'which the foreign model does not have'
        : used.some((path) => overlaps(path, foreign))
          ? 'and reads it as well'
          : dropped.indexOf(foreign) !== dropped.lastIndexOf(foreign)
            ? 'twice'
            : undefined;
    if (reason) throw new MetesError('METES_TRANSLATOR_DROPPED', { translator, foreign, reason });
  }
}
