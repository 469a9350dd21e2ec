import type { SubdomainClass } from '../../model/subdomain.ts';
import type { ContextPicture, MapPicture, RelationPicture } from '../map-picture.ts';
import { unknownTeam } from './cml-import.ts';
import { identifierOf, teamIdentifier } from './cml-names.ts';
import { cmlText } from './cml-tokens.ts';

/** The first line of a CML file that was written from a map. */
export const cmlMark = '/* written by metes map */';

const types: Readonly<Record<SubdomainClass, string>> = {
  core: 'CORE_DOMAIN',
  supporting: 'SUPPORTING_DOMAIN',
  generic: 'GENERIC_SUBDOMAIN',
};

/**
 * A map in the language of Context Mapper: contexts with their aggregates, events and commands, subdomains, teams,
 * relations. What CML has no words for (contracts, separate ways) stands there as comments.
 */
export function exportCml(map: MapPicture): string {
  const { contexts, outsides, relations } = map;
  const parties = [...contexts, ...outsides].map((each) => identifierOf(each.name));
  const apart = relations.filter((each) => each.kind === 'separateWays');
  const teams = new Map<string, string[]>();
  for (const { team, name } of contexts.filter((each) => each.team !== unknownTeam))
    teams.set(team, [...(teams.get(team) ?? []), identifierOf(name)]);
  return [
    `${cmlMark}\nContextMap ${identifierOf(map.name)} {`,
    ...(parties.length === 0 ? [] : [`  contains ${parties.join(', ')}`]),
    ...relations.filter((each) => each.kind !== 'separateWays').map(relationText),
    ...apart.map((each) => `  // separate ways: ${comment(each.upstream)} and ${comment(each.downstream)}`),
    '}\n',
    ...contexts.map(contextText),
    ...outsides.map(
      ({ name, purpose }) =>
        `BoundedContext ${identifierOf(name)} {\n  type = SYSTEM\n${purpose === undefined ? '' : `  domainVisionStatement = ${cmlText(purpose)}\n`}}\n`,
    ),
    ...[...teams].map(
      ([team, realized]) =>
        `BoundedContext ${teamIdentifier(team)} realizes ${realized.join(', ')} {\n  type = TEAM\n}\n`,
    ),
    `Domain ${identifierOf(map.name).replace('^', '')}Domain {`,
    ...contexts.map((each) => `  Subdomain ${subdomainOf(each)} {\n    type = ${types[each.class]}\n  }`),
    '}\n',
  ].join('\n');
}

function contextText(context: ContextPicture): string {
  const { name, purpose, aggregates, commands } = context;
  return [
    `BoundedContext ${identifierOf(name)} implements ${subdomainOf(context)} {`,
    ...(purpose === '' ? [] : [`  domainVisionStatement = ${cmlText(purpose)}`]),
    ...aggregates.map((each) =>
      [
        `  Aggregate ${quoted(each.name)} {`,
        ...each.events.map((event) => `    DomainEvent ${quoted(event)}`),
        ...commands
          .filter((one) => one.aggregate === each.name)
          .map((one) => `    CommandEvent ${quoted(one.name)}`),
        '  }',
      ].join('\n'),
    ),
    '}\n',
  ].join('\n');
}

function relationText(relation: RelationPicture): string {
  const { kind, host, guest, exposes, kernel } = relation;
  const [up, down] = [identifierOf(relation.upstream), identifierOf(relation.downstream)];
  const told = [...(kernel === undefined ? [] : [`kernel ${kernel.name} ${kernel.version}`]), ...exposes];
  const after = told.length === 0 ? '' : ` // ${told.map(comment).join(', ')}`;
  if (kind === 'partnership') return `  ${up} [P]<->[P] ${down}${after}`;
  if (kind === 'sharedKernel') return `  ${up} [SK]<->[SK] ${down}${after}`;
  const supplied = kind === 'customerSupplier';
  const offers = [
    'U',
    ...(supplied ? ['S'] : []),
    ...host.map((each) => (each === 'openHost' ? 'OHS' : 'PL')),
  ];
  const takes = [
    'D',
    ...(supplied ? ['C'] : []),
    ...(guest === undefined ? [] : [guest === 'antiCorruption' ? 'ACL' : 'CF']),
  ];
  return `  ${up} [${offers.join(',')}]->[${takes.join(',')}] ${down}${after}`;
}

function subdomainOf({ name }: ContextPicture): string {
  return `${identifierOf(name).replace('^', '')}Subdomain`;
}

/** Names of classes are identifiers already; only those that CML keeps for itself take a caret. */
function quoted(name: string): string {
  return identifierOf(name).replace(/[^^]+/, name.replaceAll(/\W/g, '_'));
}

function comment(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
