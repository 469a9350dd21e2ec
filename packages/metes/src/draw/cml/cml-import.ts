import { MetesError } from '../../base/errors.ts';
import type { SubdomainClass } from '../../model/subdomain.ts';
import type { ContextPicture, MapPicture, OutsidePicture, RelationPicture } from '../map-picture.ts';
import type { CmlContext, CmlModel, CmlRelation } from './cml-model.ts';
import { nameOf, teamOf } from './cml-names.ts';
import { parseCml } from './cml-parser.ts';

/** The team of a context of which none is known. */
export const unknownTeam = 'nobody yet';

/** Something of a CML file that has no counterpart in a map of ours. */
export interface LeftOver {
  /** The context that it stands in; the map when absent. */
  readonly context?: string;
  /** As it is written there, or what was assumed instead. */
  readonly text: string;
}

/** A map that was read from CML, and what did not fit into it. */
export interface ImportedMap {
  readonly map: MapPicture;
  readonly leftOver: readonly LeftOver[];
}

/**
 * Reads a map of Context Mapper. What has no counterpart is handed back as text; only comments between
 * statements are lost.
 *
 * @throws METES_DRAW_CML_SYNTAX
 * @example
 * const { map, leftOver } = importCml(await readFile('insurance.cml', 'utf8'), 'insurance.cml');
 */
export function importCml(source: string, file: string): ImportedMap {
  const model = parseCml(source, file);
  if (model.contexts.length === 0 && model.relations.length === 0)
    throw new MetesError('METES_DRAW_CML_SYNTAX', {
      cml: file,
      line: 1,
      reason: 'there is neither a context map nor a bounded context in this file',
    });
  const leftOver: LeftOver[] = model.unknown.map((text) => ({ text }));
  const teams = model.contexts.filter((each) => each.type === 'TEAM');
  const parties = partiesOf(model);
  const names = namesFor(parties);
  const isOutside = (each: CmlContext): boolean => each.type === 'SYSTEM' && each.aggregates.length === 0;

  for (const team of teams)
    for (const text of team.unknown) leftOver.push({ text: `BoundedContext ${team.name}: ${text}` });
  const contexts = parties
    .filter((each) => !isOutside(each))
    .map((each): ContextPicture => {
      const name = names.get(each.name)!;
      const say = (text: string): void => void leftOver.push({ context: name, text });
      for (const text of each.unknown) say(text);
      if (each.type !== undefined && each.type !== 'FEATURE') say(`type = ${each.type}`);
      const team = teams.find((one) => one.realizes.includes(each.name));
      return {
        ...bare,
        name,
        purpose: each.vision ?? '',
        class: classOf(each, model, say),
        team: team ? teamOf(team.name) : unknownTeam,
        ...contentsOf(each),
      };
    });
  const outsides = parties.filter(isOutside).map((each): OutsidePicture => {
    for (const text of each.unknown) leftOver.push({ text: `BoundedContext ${each.name}: ${text}` });
    const name = names.get(each.name)!.replaceAll('-', ' ');
    return { name, ...(each.vision === undefined ? {} : { purpose: each.vision }) };
  });
  const outsideNames = new Map(
    parties.filter(isOutside).map((each) => [each.name, names.get(each.name)!.replaceAll('-', ' ')]),
  );
  const relations = model.relations.flatMap((each) => {
    const [left, right] = [each.left, each.right].map((end) => outsideNames.get(end) ?? names.get(end));
    const written = `${each.left} ${each.arrow} ${each.right}`;
    if (left === undefined || right === undefined) {
      leftOver.push({ text: `${written}: a relation between teams` });
      return [];
    }
    for (const text of each.unknown) leftOver.push({ text: `${written}: ${text}` });
    return [relationOf(each, left, right, (text) => leftOver.push({ text: `${written}: ${text}` }))];
  });
  return {
    map: { name: model.name === undefined ? 'imported' : nameOf(model.name), contexts, outsides, relations },
    leftOver,
  };
}

const bare = {
  implementation: 'built',
  reviewed: '',
  history: [],
  experts: [],
  language: {},
  notSaid: {},
  publishes: [],
  hears: [],
  guarantees: [],
  owns: [],
} as const;

function contentsOf({ aggregates }: CmlContext): Pick<ContextPicture, 'aggregates' | 'commands'> {
  return {
    aggregates: aggregates.map(({ name, events }) => ({ name, events })),
    commands: aggregates.flatMap(({ name, commands }) =>
      commands.map((each) => ({ name: each, aggregate: name })),
    ),
  };
}

/** Every context that is declared or stands on the map, teams aside. */
function partiesOf({ contexts, contains, relations }: CmlModel): CmlContext[] {
  const declared = new Set(contexts.map((each) => each.name));
  const named = [...contains, ...relations.flatMap((each) => [each.left, each.right])];
  const missing = [...new Set(named)].filter((name) => !declared.has(name));
  return [
    ...contexts.filter((each) => each.type !== 'TEAM'),
    ...missing.map((name) => ({
      name,
      implements: [],
      realizes: [],
      aggregates: [],
      unknown: ['it is declared in another file'],
    })),
  ];
}

function namesFor(contexts: readonly CmlContext[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { name } of contexts) {
    let free = nameOf(name);
    for (let number = 2; taken.has(free); number++) free = `${nameOf(name).slice(0, 28)}-${number}`;
    taken.add(free);
    names.set(name, free);
  }
  return names;
}

const classes: Readonly<Record<string, SubdomainClass>> = {
  CORE_DOMAIN: 'core',
  SUPPORTING_DOMAIN: 'supporting',
  GENERIC_SUBDOMAIN: 'generic',
};

function classOf(context: CmlContext, { subdomains }: CmlModel, say: (text: string) => void): SubdomainClass {
  const found = context.implements.flatMap((name) => {
    const type = subdomains.find((each) => each.name === name)?.type;
    const kind = type === undefined ? undefined : classes[type];
    return kind === undefined ? [] : [kind];
  });
  const first = (['core', 'supporting', 'generic'] as const).find((each) => found.includes(each));
  if (first === undefined) say('No class of its subdomain is known: taken for supporting');
  if (new Set(found).size > 1)
    say(`implements ${context.implements.join(', ')}: taken for ${first}, the weightiest`);
  return first ?? 'supporting';
}

function relationOf(
  written: CmlRelation,
  left: string,
  right: string,
  say: (text: string) => void,
): RelationPicture {
  const { arrow, leftRoles, rightRoles } = written;
  const turned = ['<-', 'Customer-Supplier', 'Downstream-Upstream'].includes(arrow);
  const [upstream, downstream] = turned ? [right, left] : [left, right];
  const roles = new Set([...leftRoles, ...rightRoles]);
  const known = ['U', 'D', 'S', 'C', 'OHS', 'PL', 'ACL', 'CF', 'P', 'SK'];
  for (const role of roles) if (!known.includes(role)) say(`the role ${role}`);
  const none = { host: [], exposes: [], through: [], differs: [] } as const;
  if (arrow === 'Shared-Kernel' || roles.has('SK'))
    return { ...none, kind: 'sharedKernel', upstream, downstream };
  if (arrow === '<->' || arrow === 'Partnership') {
    if (arrow === '<->' && !roles.has('P')) say('neither P nor SK is said: taken for a partnership');
    return { ...none, kind: 'partnership', upstream, downstream };
  }
  const supplied = arrow.includes('Supplier') || roles.has('S') || roles.has('C');
  return {
    ...none,
    kind: supplied ? 'customerSupplier' : 'upstream',
    upstream,
    downstream,
    host: [
      ...(roles.has('OHS') ? (['openHost'] as const) : []),
      ...(roles.has('PL') ? (['publishedLanguage'] as const) : []),
    ],
    ...(roles.has('ACL')
      ? { guest: 'antiCorruption' as const }
      : roles.has('CF')
        ? { guest: 'conformist' as const }
        : {}),
  };
}
