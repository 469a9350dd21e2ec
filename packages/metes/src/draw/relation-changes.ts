import { type GuestRole, type HostRole, isSymmetric } from '../model/relation.ts';
import type { MapChange } from './map-change.ts';
import type { RelationPicture } from './map-picture.ts';
import { namesChanged } from './names-changed.ts';

/**
 * What has changed between the parties of a map. What stands between one pair is one relation, whatever its kind is now;
 * kernels stand beside it, each known by its name.
 */
export function relationChanges(
  before: readonly RelationPicture[],
  after: readonly RelationPicture[],
): readonly MapChange[] {
  const left = [...before];
  const found = after.map((is) => {
    const ofPair = left.filter((was) => pairOf(was) === pairOf(is));
    const was = ofPair.find((each) => isTheSame(each, is)) ?? ofPair.find((each) => !after.some(same(each)));
    if (was) left.splice(left.indexOf(was), 1);
    return was ? changed(was, is) : begun(is);
  });
  return [...found.flat(), ...left.flatMap(ended)];
}

const same = (one: RelationPicture) => (other: RelationPicture) =>
  pairOf(one) === pairOf(other) && isTheSame(one, other);

/** Of two relations of one pair. */
function isTheSame({ kernel: one }: RelationPicture, { kernel: other }: RelationPicture): boolean {
  return one?.name === other?.name;
}

function begun(relation: RelationPicture): MapChange[] {
  const crossing = relation.exposes.map((each) =>
    change(relation, `${each} is now exposed to ${hearerOf(relation, each)}.`),
  );
  return [change(relation, `New: ${standing(relation)}.${why(relation)}`), ...crossing];
}

function ended(relation: RelationPicture): MapChange[] {
  return [change(relation, `No longer: ${standing(relation)}.`)];
}

function changed(was: RelationPicture, is: RelationPicture): MapChange[] {
  const told = (text: string): MapChange => change(is, text);
  // Of equals it does not matter who is written first.
  const turned = isSymmetric(was) && was.upstream !== is.upstream;
  const before = standing(turned ? { ...was, upstream: was.downstream, downstream: was.upstream } : was);
  const now = standing(is);
  return [
    ...(before === now ? [] : [told(`Now: ${now}. Before: ${before}.${why(is)}`)]),
    ...namesChanged(was.exposes, is.exposes).map(({ name, isNew }) =>
      told(`${name} is ${isNew ? 'now' : 'no longer'} exposed to ${hearerOf(is, name)}.`),
    ),
    ...namesChanged(was.through, is.through).map(({ name, isNew }) =>
      told(
        `"${is.upstream}" and "${is.downstream}" ${isNew ? 'now call' : 'no longer call'} each other through "${name}".`,
      ),
    ),
    ...kernelChanges(was, is),
    ...namesChanged(
      was.differs.map((each) => each.term),
      is.differs.map((each) => each.term),
    ).map(({ name, isNew }) =>
      told(
        `"${name}" is ${isNew ? 'now' : 'no longer'} named as a word that differs between "${is.upstream}" and "${is.downstream}".`,
      ),
    ),
    ...meaningChanges(was, is),
    ...(before === now && is.because !== undefined && was.because !== is.because
      ? [told(`Why "${is.upstream}" and "${is.downstream}" stand so is now: ${is.because}`)]
      : []),
  ];
}

/** Words that were named as different before and are still, but mean something else on one side. */
function meaningChanges(was: RelationPicture, is: RelationPicture): MapChange[] {
  const meanings = (relation: RelationPicture, term: string): ReadonlyMap<string, string> => {
    const found = relation.differs.find((each) => each.term === term);
    return new Map(
      found
        ? [[relation.upstream, found.upstream] as const, [relation.downstream, found.downstream] as const]
        : [],
    );
  };
  return is.differs.flatMap(({ term }) => {
    const before = meanings(was, term);
    return [...meanings(is, term)]
      .filter(([party, meaning]) => before.has(party) && before.get(party) !== meaning)
      .map(([party, meaning]) =>
        change(
          is,
          `At this boundary "${term}" now means for "${party}": ${meaning} (It meant: ${before.get(party)})`,
        ),
      );
  });
}

function kernelChanges(was: RelationPicture, is: RelationPicture): MapChange[] {
  if (was.kernel === undefined || is.kernel === undefined || was.kernel.name !== is.kernel.name) return [];
  const { name, version, owner, contents, budget } = is.kernel;
  return [
    ...(was.kernel.version === version
      ? []
      : [
          change(
            is,
            `The shared kernel "${name}" is now at version ${version}; it was at ${was.kernel.version}.`,
          ),
        ]),
    ...(was.kernel.owner === owner
      ? []
      : [
          change(is, `The shared kernel "${name}" has moved from team ${was.kernel.owner} to team ${owner}.`),
        ]),
    ...(was.kernel.budget === budget
      ? []
      : [
          change(
            is,
            `The shared kernel "${name}" may now have ${budget} lines; it was ${was.kernel.budget}.`,
          ),
        ]),
    ...namesChanged(was.kernel.contents, contents).map((each) =>
      change(is, `The shared kernel "${name}" ${each.isNew ? 'now holds' : 'no longer holds'} ${each.name}.`),
    ),
  ];
}

const offers: Readonly<Record<HostRole, string>> = {
  openHost: 'an interface open to everybody',
  publishedLanguage: 'a published language',
};
const takes: Readonly<Record<GuestRole, string>> = {
  conformist: 'takes it as it is',
  antiCorruption: 'translates it into its own words',
};

/** How two parties stand to each other, in a sentence without a full stop. */
export function standing({
  kind,
  upstream: up,
  downstream: down,
  host,
  guest,
  kernel,
}: RelationPicture): string {
  const offered = host.length === 0 ? '' : `, which offers ${host.map((each) => offers[each]).join(' and ')}`;
  const taken = guest === undefined ? '' : `; "${down}" ${takes[guest]}`;
  switch (kind) {
    case 'partnership':
      return `"${up}" and "${down}" are partners`;
    case 'sharedKernel':
      return `"${up}" and "${down}" share the kernel "${kernel?.name ?? '?'}"`;
    case 'separateWays':
      return `"${up}" and "${down}" go separate ways`;
    case 'customerSupplier':
      return `"${down}" is the customer of "${up}"${offered}${taken}`;
    case 'upstream':
      return `"${down}" follows the model of "${up}"${offered}${taken}`;
  }
}

function change({ upstream, downstream }: RelationPicture, text: string): MapChange {
  return { kind: 'relation', about: [upstream, downstream], text };
}

function why({ because }: RelationPicture): string {
  return because === undefined ? '' : ` Why: ${because}`;
}

function hearerOf({ upstream, downstream }: RelationPicture, contract: string): string {
  return `"${contract.startsWith(`${upstream}.`) ? downstream : upstream}"`;
}

function pairOf({ upstream, downstream }: RelationPicture): string {
  return JSON.stringify([upstream, downstream].toSorted());
}
