import type { Rule } from '../rule.ts';
import { modelRule, reactionRule, unreadRule, wideRule } from './contracts.ts';
import { foreignContractRule } from './foreign-contracts.ts';
import {
  folderMissingRule,
  kernelMissingRule,
  layerSpellingRule,
  layerUnknownRule,
  unmappedRule,
} from './folders.ts';
import { handlerFatRule } from './handlers.ts';
import { foreignWordRule, languageEmptyRule, wordForbiddenRule, wordMissingRule } from './language.ts';
import { kernelPlaceRule } from './kernel-place.ts';
import { blindRule, syntaxRule, unresolvedRule } from './imports.ts';
import { contractAloneRule, layerRule } from './layers.ts';
import { foreignNameRule, needlessTranslatorRule } from './foreign-names.ts';
import {
  foreignWordsInDomainRule,
  insideRule,
  notExposedRule,
  separateWaysRule,
  unrelatedRule,
} from './neighbours.ts';
import { reachingOutRule } from './reaching-out.ts';
import { foreignPackageRule, kernelRule, sharedCodeRule, technologyRule } from './technology.ts';

/** Every rule over the sources of a system, in the order in which the reference lists them. */
export const rules: readonly Rule[] = [
  insideRule,
  unrelatedRule,
  separateWaysRule,
  notExposedRule,
  layerRule,
  contractAloneRule,
  foreignWordsInDomainRule,
  technologyRule,
  reachingOutRule,
  foreignPackageRule,
  foreignNameRule,
  needlessTranslatorRule,
  sharedCodeRule,
  kernelRule,
  foreignContractRule,
  reactionRule,
  modelRule,
  wideRule,
  unreadRule,
  wordForbiddenRule,
  foreignWordRule,
  wordMissingRule,
  languageEmptyRule,
  handlerFatRule,
  layerSpellingRule,
  layerUnknownRule,
  folderMissingRule,
  kernelMissingRule,
  kernelPlaceRule,
  unmappedRule,
  syntaxRule,
  unresolvedRule,
  blindRule,
];
