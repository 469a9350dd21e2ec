import { kind, listOf, mustFit } from '../base/argument.ts';
import { MetesError } from '../base/errors.ts';
import { type Schema, validate } from '../base/schema.ts';
import { translator as translatorKind } from './kinds.ts';
import type { CheckedRules, OwnInput, OwnModel, OwnOutput } from './translation/checked-rules.ts';
import { checkDeclaration } from './translation/declaration.ts';
import { modelFields, modelJsonSchema, schemaOf } from './translation/model-fields.ts';
import type { ForeignInput, ForeignModel } from './translation/foreign-model.ts';
import { type OneWay, oneWays } from './translation/reversal.ts';
import type { Rule } from './translation/rule.ts';
import { foreignModelKind, ownModelKind, rulesKind } from './translation/rule-kinds.ts';
import { translateIn } from './translation/translate-in.ts';
import { translateOut } from './translation/translate-out.ts';
import type { TranslatorVersion } from './translation/translator-version.ts';

/** Turns documents of a foreign model into objects of ours, and back where every rule has a way back. Pure data. */
export interface Translator<Foreign = any, Own = any> {
  /** What it is called in messages and reports. */
  readonly translator: string;
  /** Every foreign version that it understands, the newest last. */
  readonly versions: readonly TranslatorVersion[];
  /** What keeps the newest version from being turned round; empty when `out` works. */
  readonly oneWay: readonly OneWay[];
  /**
   * The own object that a foreign document means. Without a version it is the newest whose schema accepts the document.
   *
   * @throws METES_TRANSLATOR_DOCUMENT naming every foreign field that is not as agreed; METES_TRANSLATOR_VALUE naming
   * the own field that cannot be made; METES_TRANSLATOR_VERSION
   */
  in(document: unknown, version?: string): Own;
  /**
   * The foreign document that says what an own object means, in the newest version unless another is named.
   *
   * @throws METES_TRANSLATOR_ONE_WAY naming the rules without a way back; METES_TRANSLATOR_BACK, METES_TRANSLATOR_VERSION
   */
  out(own: Own, version?: string): Foreign;
}

/**
 * Declares how documents of a foreign model become objects of ours: one rule for each own field. A rule for a field that
 * does not exist, an own field without a rule, a table that does not say what each foreign word is: none of them
 * compiles, and none of them passes the declaration. Foreign fields that no rule mentions are dropped; those in
 * `dropped` are dropped on purpose.
 *
 * @throws METES_ARGUMENT_INVALID, METES_TRANSLATOR_FOREIGN_UNKNOWN, METES_TRANSLATOR_OWN_UNKNOWN, METES_TRANSLATOR_OWN_MISSING,
 * METES_TRANSLATOR_TABLE_PARTIAL, METES_TRANSLATOR_TABLE_STRANGE, METES_TRANSLATOR_TABLE_UNFIT,
 * METES_TRANSLATOR_DROPPED
 * @example
 * const payment = translator(charge.v2, PaymentResult, {
 *   paymentId: from('charge_id', PaymentId),
 *   amount: from(['amount_cents', 'currency'], minorUnits('lower')),
 *   status: table('status', { succeeded: 'COMPLETED', failed: 'FAILED', pending: 'PENDING' }, otherwise('UNKNOWN')),
 *   processedAt: from('created_at', unixSeconds),
 *   dropped: ['failure_code'],
 * });
 */
export function translator<
  F extends Schema | ForeignModel,
  O extends OwnModel,
  const R extends Readonly<Record<string, Rule | readonly string[]>>,
>(
  foreign: F,
  own: O,
  rules: R & CheckedRules<ForeignInput<F>['read'], OwnInput<O>, R>,
): Translator<ForeignInput<F>['written'], OwnOutput<O>> {
  mustFit(
    'translator',
    { foreign, own, rules },
    { foreign: foreignModelKind, own: ownModelKind, rules: rulesKind },
  );
  const model: ForeignModel =
    '~standard' in foreign ? { model: titleOf(foreign), version: '', schema: foreign } : foreign;
  const { dropped, ...rest } = rules as Readonly<Record<string, Rule | readonly string[]>>;
  // An own field may be called `dropped`: then it has a rule and not a list.
  const isList = Array.isArray(dropped);
  const ownName = 'valueName' in own ? own.valueName : titleOf(own, 'own model');
  const name = `${model.model} to ${ownName}`;
  const version: TranslatorVersion = {
    name: model.version === '' ? name : `${name}, ${model.version}`,
    version: model.version,
    foreign: model.schema,
    ownSchema: schemaOf(own),
    foreignFields: modelFields(model.schema, name),
    ownFields: modelFields(own, name),
    rules: (isList || dropped === undefined ? rest : { ...rest, dropped }) as Record<string, Rule>,
    dropped: isList ? (dropped as readonly string[]) : [],
  };
  checkDeclaration({ ...version, translator: version.name });
  return ofVersions(name, [version]);
}

/**
 * One translator for several versions of a foreign model, the newest last: what the other side renames changes the file
 * of this declaration and no other.
 *
 * @throws METES_ARGUMENT_INVALID; METES_MODEL_DUPLICATE for one version twice
 * @example
 * const common = { amount: from('amount_cents', cents), status: table('status', { ... }) };
 * const payment = versions(
 *   translator(charge.v2, Payment, { ...common, paymentId: from('charge_id', PaymentId) }),
 *   translator(charge.v3, Payment, { ...common, paymentId: from('payment_intent_id', PaymentId) }),
 * );
 */
export function versions<F, O>(
  ...translators: readonly [Translator<F, O>, ...Translator<any, O>[]]
): Translator<any, O> {
  mustFit('versions', { translators }, { translators: someTranslators });
  const all = translators.flatMap((each) => each.versions);
  const { translator: name } = translators[0];
  const twice = all.find((each, at) => all.findIndex((other) => other.version === each.version) !== at);
  if (twice)
    throw new MetesError('METES_MODEL_DUPLICATE', {
      context: `The translator ${name}`,
      kind: 'version',
      name: twice.version,
    });
  return ofVersions(name, all);
}

const several = listOf('translators', translatorKind);
const someTranslators = {
  ...several,
  faultOf: (given: unknown) =>
    several.faultOf(given) ?? kind('at least one translator', several.write, isFilled).faultOf(given),
};

function isFilled(given: unknown): boolean {
  return Array.isArray(given) && given.length > 0;
}

function ofVersions<F, O>(name: string, all: readonly TranslatorVersion[]): Translator<F, O> {
  const newest = all.at(-1)!;
  const named = (version: string): TranslatorVersion => {
    const found = all.find((each) => each.version === version);
    if (found) return found;
    const known = all.map((each) => each.version).join(', ');
    throw new MetesError('METES_TRANSLATOR_VERSION', { translator: name, version, known });
  };
  return {
    translator: name,
    versions: all,
    oneWay: oneWays(newest),
    in: (document, version) =>
      translateIn(version === undefined ? accepting(all, document) : named(version), document) as O,
    out: (own, version) => translateOut(version === undefined ? newest : named(version), own) as F,
  };
}

/** The newest version that accepts the document; when none does, the newest, whose complaint is the one to read. */
function accepting(all: readonly TranslatorVersion[], document: unknown): TranslatorVersion {
  const newest = all.at(-1)!;
  if (all.length === 1) return newest;
  return all.findLast((each) => !('issues' in validate(each.foreign, document, each.name))) ?? newest;
}

function titleOf(schema: Schema, otherwise = 'foreign model'): string {
  const { title } = modelJsonSchema(schema, otherwise);
  return typeof title === 'string' && title !== '' ? title : otherwise;
}
