import { finding, type Finding } from '../../base/finding.ts';
import type { ContextMap } from '../system-map.ts';
import { boundariesAreReal, differencesDiffer, expertsWereAsked, publicationsPromise } from './boundaries.ts';
import { influenceHasNoCircle } from './cycles.ts';
import { exposedIsPublished, heardIsExposed, portsAreOnTheMap } from './edges.ts';
import {
  contextsStayInBudget,
  coreDoesNotConform,
  coreIsTested,
  partnersChangeTogether,
  reviewsAreRecent,
} from './investment.ts';
import {
  kernelsAreOfOneVersion,
  kernelsAreProducts,
  kernelsLieInTheirOwnFolder,
  kernelsStaySmall,
} from './kernels.ts';
import { contextsAreNoLayers, contextsAreNoTables } from './layers.ts';
import {
  nobodyRelatesToItself,
  pairsAreOfOneMind,
  separateWaysStaySeparate,
  somebodyIsOurs,
} from './pairs.ts';
import { termsNameThingsOnce } from './repetitions.ts';
import {
  conformistsDoNotTranslate,
  customersHaveASay,
  hostsPublishALanguage,
  layersTranslate,
} from './roles.ts';
import type { Breach, MapFacts, Rule } from './rule.ts';

/** Every rule of the map. The first that is broken is the one that a refusal of the map names. */
export const mapRules: readonly Rule[] = [
  nobodyRelatesToItself,
  somebodyIsOurs,
  pairsAreOfOneMind,
  separateWaysStaySeparate,
  influenceHasNoCircle,
  customersHaveASay,
  conformistsDoNotTranslate,
  layersTranslate,
  termsNameThingsOnce,
  hostsPublishALanguage,
  kernelsAreProducts,
  kernelsLieInTheirOwnFolder,
  kernelsAreOfOneVersion,
  kernelsStaySmall,
  coreDoesNotConform,
  contextsAreNoLayers,
  exposedIsPublished,
  heardIsExposed,
  portsAreOnTheMap,
  contextsAreNoTables,
  contextsStayInBudget,
  coreIsTested,
  reviewsAreRecent,
  partnersChangeTogether,
  boundariesAreReal,
  differencesDiffer,
  expertsWereAsked,
  publicationsPromise,
];

/** What breaks the rules of the map, given what is known besides. */
export function breachesOf(map: ContextMap, facts: MapFacts = {}): readonly Breach[] {
  return mapRules.flatMap((rule) => rule(map, facts));
}

/**
 * What is wrong or doubtful about a map. A map that `contextMap` gave has no errors but those that come from the facts,
 * such as a generic context above its budget; the rest are warnings.
 *
 * @example
 * findingsOf(shop, { today: '2026-11-21', contexts: { payments: { lines: 812 } } });
 */
export function findingsOf(map: ContextMap, facts: MapFacts = {}): readonly Finding[] {
  return breachesOf(map, facts).map(({ code, severity, values, context }) =>
    finding(code, severity, values, context === undefined ? undefined : { context }),
  );
}
