import { mustFit } from '../../base/argument.ts';
import { translator as translatorKind } from '../kinds.ts';
import type { Translator } from '../translator.ts';
import type { TranslatorVersion } from './translator-version.ts';
import type { Unit } from './unit.ts';

/**
 * A document inside a document, read by a translator of its own.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example address: from('billing_address', part(address))
 */
export function part<Foreign, Own>(translator: Translator<Foreign, Own>): Unit<[Foreign], Own> {
  mustFit('part', { translator }, { translator: translatorKind });
  return {
    unit: translator.translator,
    spelling: false,
    inner: translator,
    in: (document) => translator.in(document),
    ...(translator.oneWay.length === 0 && { out: (own: Own): [Foreign] => [translator.out(own)] }),
  };
}

/**
 * A list of documents inside a document, each read by a translator of its own.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example lines: from('items', each(line))
 */
export function each<Foreign, Own>(translator: Translator<Foreign, Own>): Unit<[readonly Foreign[]], Own[]> {
  mustFit('each', { translator }, { translator: translatorKind });
  return {
    unit: `each ${translator.translator}`,
    spelling: false,
    inner: translator,
    in: (documents) => documents.map((document) => translator.in(document)),
    ...(translator.oneWay.length === 0 && {
      out: (own: Own[]): [readonly Foreign[]] => [own.map((one) => translator.out(one))],
    }),
  };
}

/** Versions of translators together with those of the translators inside them, each once. */
export function withNested(versions: readonly TranslatorVersion[]): readonly TranslatorVersion[] {
  const all = versions.flatMap((version) => [
    version,
    ...withNested(
      Object.values(version.rules).flatMap(
        ({ unit }) => (unit?.inner?.versions ?? []) as readonly TranslatorVersion[],
      ),
    ),
  ]);
  return [...new Set(all)];
}
