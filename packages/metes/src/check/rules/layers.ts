import { crossingsOf, saidTarget } from '../crossings.ts';
import { finding } from '../finding.ts';
import { type Layer, made, type Place } from '../place.ts';
import type { Rule } from '../rule.ts';

/** What each layer may see of its own context besides itself. */
const mayUse: Readonly<Record<Layer, readonly string[]>> = {
  contract: [],
  domain: ['language.ts'],
  application: ['domain', 'contract', 'language.ts'],
  infrastructure: ['domain', 'application', 'contract', 'language.ts'],
  api: ['domain', 'application', 'contract', 'language.ts'],
};

const suggestions: Readonly<Record<Exclude<Layer, 'contract'>, string>> = {
  domain:
    'Move what is needed into domain/, or let application/ hand it in: the domain imports no other layer.',
  application:
    'Declare a port in application/ with port<T>()("name") and let infrastructure/ implement it; nothing here imports infrastructure/, api/ or context.ts.',
  infrastructure:
    'Move what both need to application/ or domain/: infrastructure/ imports neither api/ nor context.ts.',
  api: 'Move what both need to application/ or domain/: api/ imports neither infrastructure/ nor context.ts.',
};

const ofLanguage =
  'The domain reads the language, and through it would see this: language.ts imports nothing of its context.';

const ofTests =
  'Tests see every layer, and through them so would this: move what is needed out of the file that only tests use.';

const ofMade =
  'What is built, measured or installed there is not read, so nobody knows what it reaches: import the source instead.';

/** Inside a context, layers know those further in only. */
export const layerRule: Rule = {
  code: 'METES_CHECK_LAYER',
  about: 'layers point inwards: domain <- application <- infrastructure and api',
  run: (project) =>
    crossingsOf(project).flatMap((crossing) => {
      const { file, imported, place } = crossing;
      const { context, layer, inside, isTest } = file.place;
      if (isTest || place?.context !== context) return [];
      const suggestion = suggestionFor(file.place, place);
      if (suggestion === undefined) return [];
      const from = layer === undefined ? inside : `${layer}/`;
      const values = { from, context, target: saidTarget(crossing), suggestion };
      return [finding('METES_CHECK_LAYER', values, file.at(imported.start))];
    }),
};

/** What to do about an import inside of one context; undefined when it points inwards. */
function suggestionFor({ layer, inside }: Place, to: Place): string | undefined {
  if (made.has(to.inside.split('/')[0]!)) return ofMade;
  if (inside === 'language.ts') return ofLanguage;
  // The contract has a rule of its own; files beside the layers put the context together.
  if (layer === undefined || layer === 'contract') return undefined;
  if (to.isTest) return ofTests;
  if (to.layer === layer || mayUse[layer].includes(to.layer ?? to.inside)) return undefined;
  return suggestions[layer];
}

/** A published language can be read without the code of anybody. */
export const contractAloneRule: Rule = {
  code: 'METES_CHECK_CONTRACT_ALONE',
  about: 'contract/ imports nothing of its own context or of others',
  run: (project) =>
    crossingsOf(project).flatMap((crossing) => {
      const { file, imported, place } = crossing;
      const { context, layer, isTest } = file.place;
      if (isTest || layer !== 'contract' || !place) return [];
      if (place.context === context && place.layer === 'contract') return [];
      const target =
        place.context === context ? saidTarget(crossing) : `${saidTarget(crossing)} of ${place.context}`;
      return [finding('METES_CHECK_CONTRACT_ALONE', { context, target }, file.at(imported.start))];
    }),
};
