import { deepFreeze, firstDifference, type Json } from '../base/json.ts';
import { isMetesError } from '../base/errors.ts';
import type { Translator } from '../model/translator.ts';
import { oneWays } from '../model/translation/reversal.ts';
import { translateIn } from '../model/translation/translate-in.ts';
import { translateOut } from '../model/translation/translate-out.ts';
import type { TranslatorVersion } from '../model/translation/translator-version.ts';
import { SeededRandom } from './seeded-random.ts';
import { foreignDocuments } from './translator-documents.ts';

/** How a translator is fuzzed. */
export interface TranslatorFuzzSetting {
  /** Documents for each version; 1,000 when nothing is said. */
  readonly runs?: number;
  /** The same seed makes the same documents; 1 when nothing is said. */
  readonly seed?: number;
  /** Recorded documents of the other side: mixtures of them reach further than what the schema alone tells. */
  readonly samples?: readonly unknown[];
}

/** Something that a translator must never do. */
export interface TranslatorFault {
  readonly translator: string;
  readonly fault:
    | 'an error without a code'
    | 'a table without an answer'
    | 'the document was changed'
    | 'no way back for what came in'
    | 'another object after the way there and back'
    | 'nothing was translated';
  /** What was thrown, or where the objects differ. */
  readonly detail: string;
  readonly document: Json;
}

/** What came of it. */
export interface TranslatorFuzzReport {
  readonly seed: number;
  readonly documents: number;
  /** Documents that became an object of ours. */
  readonly translated: number;
  /** Documents that went there and back. */
  readonly reversed: number;
  /** Refusals by their codes. */
  readonly refused: Readonly<Record<string, number>>;
  /** At most 20. */
  readonly faults: readonly TranslatorFault[];
}

const mostFaults = 20;

/**
 * Gives a translator many documents, valid and broken, made from the schema of the foreign model. A fault is: an error
 * without a code, a table that has no answer for a word, a document that is changed by being read, a translator that
 * can be turned round and does not give the same object after the way there and back, and a translator that refuses
 * everything.
 *
 * @example
 * expect(fuzzTranslator(payment, { samples: [recorded] }).faults).toEqual([]);
 */
export function fuzzTranslator(
  translator: Translator,
  setting: TranslatorFuzzSetting = {},
): TranslatorFuzzReport {
  const { runs = 1_000, seed = 1, samples = [] } = setting;
  const refused: Record<string, number> = {};
  const faults: TranslatorFault[] = [];
  let translated = 0;
  let reversed = 0;
  for (const version of translator.versions) {
    const isReversible = oneWays(version).length === 0;
    const before = translated;
    const documents = foreignDocuments(version, samples as readonly Json[], new SeededRandom(seed));
    for (let run = 0; run < runs; run++) {
      const document = documents.next().value;
      const told = tried(version, document, isReversible);
      if (told.translated) translated += 1;
      if (told.reversed) reversed += 1;
      if (told.refused !== undefined) refused[told.refused] = (refused[told.refused] ?? 0) + 1;
      if (told.fault && faults.length < mostFaults)
        faults.push({ translator: version.name, ...told.fault, document });
    }
    if (translated === before)
      faults.push({
        translator: version.name,
        fault: 'nothing was translated',
        detail: 'Give recorded documents as `samples`',
        document: null,
      });
  }
  return { seed, documents: runs * translator.versions.length, translated, reversed, refused, faults };
}

interface Tried {
  readonly translated?: boolean;
  readonly reversed?: boolean;
  readonly refused?: string;
  readonly fault?: Pick<TranslatorFault, 'fault' | 'detail'>;
}

function tried(version: TranslatorVersion, document: Json, isReversible: boolean): Tried {
  const given = deepFreeze(structuredClone(document));
  let own: unknown;
  try {
    own = translateIn(version, given);
  } catch (error) {
    return refusal(error);
  }
  if (!isReversible) return { translated: true };
  try {
    const again = translateIn(version, translateOut(version, own));
    const difference = firstDifference(own, again);
    if (difference === undefined) return { translated: true, reversed: true };
    const fault = 'another object after the way there and back';
    return { translated: true, fault: { fault, detail: `at "${difference}"` } };
  } catch (error) {
    return { translated: true, fault: { fault: 'no way back for what came in', detail: String(error) } };
  }
}

function refusal(error: unknown): Tried {
  const detail = String(error);
  if (!isMetesError(error)) return { fault: { fault: 'an error without a code', detail } };
  // The document was frozen: whoever writes into it throws.
  if (error.cause instanceof TypeError && /read only|not extensible|Cannot delete/.test(error.cause.message))
    return { refused: error.code, fault: { fault: 'the document was changed', detail } };
  if (
    error.code === 'METES_TRANSLATOR_VALUE' &&
    String(error.values['reason']).endsWith('is not in the table')
  )
    return { refused: error.code, fault: { fault: 'a table without an answer', detail } };
  return { refused: error.code };
}
