import type { Json } from '../base/json.ts';
import { documentsOf } from '../contract/compatibility/documents.ts';
import { hintsOf } from '../contract/compatibility/hints.ts';
import { modelJsonSchema } from '../model/translation/model-fields.ts';
import { translateIn } from '../model/translation/translate-in.ts';
import type { TranslatorVersion } from '../model/translation/translator-version.ts';
import type { SeededRandom } from './seeded-random.ts';

type Fields = Readonly<Record<string, Json>>;

/** Words that units of the toolkit understand and that no schema of an open text would tell. */
const usualWords = [
  'usd',
  'USD',
  'eur',
  'JPY',
  'kwd',
  '28.99',
  '2026-11-21T10:00:00Z',
  '__proto__',
  'constructor',
];

/**
 * Documents of the foreign model of a translator: first those at the edges of its schema, then mixtures of them with
 * random numbers and texts. The words of tables are among them. Not every document is valid.
 */
export function* foreignDocuments(
  version: TranslatorVersion,
  samples: readonly Json[],
  random: SeededRandom,
): Generator<Json, never> {
  const schema = modelJsonSchema(version.foreign, version.name);
  const words = Object.values(version.rules).flatMap(({ entries = {} }) => Object.keys(entries));
  const hints = hintsOf(schema, { enum: [...words, ...usualWords] });
  const pool = [
    ...samples,
    ...documentsOf(schema, { ...hints, texts: [...words, ...usualWords, ...hints.texts] }),
  ];
  yield* pool;
  yield* withoutForm;
  const good = pool.filter((each) => isTranslated(version, each));
  const values = poolOfPlaces(pool);
  const goodValues = poolOfPlaces(good);
  while (true) {
    // From documents that get through come more that get through; from the others, more ways to fail.
    const fromGood = good.length > 0 && random.chance(0.75);
    const base = fromGood ? random.pick(good) : random.pick(pool.length === 0 ? [null] : pool);
    yield mixed(base, '', random.chance(0.8) && fromGood ? goodValues : values, random);
  }
}

function isTranslated(version: TranslatorVersion, document: Json): boolean {
  try {
    translateIn(version, document);
    return true;
  } catch {
    return false;
  }
}

/** What arrives when everything is wrong. */
const withoutForm: readonly Json[] = [null, true, 7, '', 'document', [], [{}], {}, { error: {} }];

/** Every value that stands at a place, by its path. */
function poolOfPlaces(pool: readonly Json[]): ReadonlyMap<string, readonly Json[]> {
  const places = new Map<string, Json[]>();
  const look = (value: Json, path: string): void => {
    const here = places.get(path) ?? [];
    places.set(path, here);
    here.push(value);
    if (isFields(value)) for (const [name, inner] of Object.entries(value)) look(inner, `${path}.${name}`);
  };
  for (const document of pool) look(document, '');
  return places;
}

function mixed(
  value: Json,
  path: string,
  values: ReadonlyMap<string, readonly Json[]>,
  random: SeededRandom,
): Json {
  if (isFields(value)) {
    const fields = Object.entries(value).flatMap(([name, inner]): [string, Json][] =>
      random.chance(0.02) ? [] : [[name, mixed(inner, `${path}.${name}`, values, random)]],
    );
    return Object.fromEntries(fields);
  }
  if (random.chance(0.3)) return random.pick(values.get(path) ?? [value]);
  if (random.chance(0.02)) return random.pick([null, true, [], {}, '', -1, 0.5, '\u0000', '\ud800']);
  if (typeof value === 'number') return numberLike(value, random);
  if (typeof value === 'string' && random.chance(0.03)) return value + random.pick(['x', ' ', 'É', '1']);
  return value;
}

function numberLike(value: number, random: SeededRandom): number {
  const sizes = [10, 1_000, 100_000, 2 ** 31, Number.MAX_SAFE_INTEGER];
  return random.chance(0.2) ? random.below(random.pick(sizes)) : value;
}

function isFields(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
