import { sameJson } from '../../base/json.ts';
import { overlaps } from './declaration.ts';
import type { Rule } from './rule.ts';
import type { TranslatorVersion } from './translator-version.ts';

/** A rule, or a dropped field, that has no way back. */
export interface OneWay {
  /** The own field; for a dropped field the foreign one. */
  readonly field: string;
  readonly reason: string;
}

/** What keeps a translator from being turned round; empty when it can be. */
export function oneWays(version: TranslatorVersion): readonly OneWay[] {
  const rules = Object.entries(version.rules).flatMap(([field, rule]) => {
    const reason = whyOneWay(rule);
    return reason === undefined ? [] : [{ field, reason }];
  });
  const used = Object.values(version.rules).flatMap((rule) => rule.foreign);
  const lost = version.foreignFields
    .filter((field) => field.required && !field.filledIn && field.words?.length !== 1)
    .filter((field) => !used.some((path) => overlaps(path, field.path)))
    .map(({ path }) => ({ field: path, reason: 'it is dropped, and the foreign model requires it' }));
  return [...rules, ...lost];
}

function whyOneWay({ kind, unit, entries = {}, otherwise }: Rule): string | undefined {
  if (kind === 'function') return 'a function has no way back';
  if (kind === 'unit' && !unit?.out) return `the unit "${unit?.unit}" has no way back`;
  if (kind !== 'table') return undefined;
  if (otherwise) return '`otherwise` forgets the foreign word';
  const own = Object.values(entries);
  const twice = own.find((value, at) => own.findIndex((other) => sameJson(other, value)) !== at);
  return twice === undefined ? undefined : `several foreign words become ${JSON.stringify(twice)}`;
}
