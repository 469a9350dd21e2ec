import type { ChangeKind, MapChange } from './map-change.ts';
import type { ContextPicture, PublicationPicture } from './map-picture.ts';
import { namesChanged } from './names-changed.ts';

/** What has changed in one context, under the name that it has now. */
export function contextChanges(was: ContextPicture, is: ContextPicture): readonly MapChange[] {
  const { name } = is;
  const change = (kind: ChangeKind, text: string): MapChange => ({ kind, about: [name], text });
  return [
    ...classChanges(was, is, change),
    ...(was.team === is.team
      ? []
      : [change('team', `"${name}" has moved from team ${was.team} to team ${is.team}.`)]),
    ...(was.purpose === is.purpose
      ? []
      : [change('purpose', `The purpose of "${name}" is now: ${is.purpose} (It was: ${was.purpose})`)]),
    ...namesChanged(was.experts, is.experts).map(({ name: expert, isNew }) =>
      change('experts', `${expert} is ${isNew ? 'now' : 'no longer'} asked about "${name}".`),
    ),
    ...languageChanges(was, is, change),
    ...namesChanged(
      was.aggregates.map((each) => each.name),
      is.aggregates.map((each) => each.name),
    ).map(({ name: one, isNew }) =>
      change(
        'behaviour',
        isNew ? `"${name}" now looks after ${one}.` : `"${name}" no longer looks after ${one}.`,
      ),
    ),
    ...namesChanged(
      was.commands.map((each) => each.name),
      is.commands.map((each) => each.name),
    ).map(({ name: one, isNew }) =>
      change(
        'behaviour',
        isNew
          ? `"${name}" can now be asked to: ${words(one)}.`
          : `"${name}" can no longer be asked to: ${words(one)}.`,
      ),
    ),
    ...contractChanges(was, is, change),
  ];
}

type Change = (kind: ChangeKind, text: string) => MapChange;

function classChanges(was: ContextPicture, is: ContextPicture, change: Change): MapChange[] {
  if (was.class !== is.class) {
    const because = is.history.findLast((each) => each.class === was.class)?.because;
    const reason = because === undefined ? '' : ` Why: ${because}`;
    return [change('class', `"${is.name}" is now a ${is.class} subdomain; it was ${was.class}.${reason}`)];
  }
  if (was.implementation !== is.implementation && was.implementation !== undefined)
    return [change('class', `"${is.name}" is now ${is.implementation}; it was ${was.implementation}.`)];
  if (was.reviewed !== is.reviewed)
    return [
      change('class', `The class of "${is.name}" was reviewed on ${is.reviewed} and stays ${is.class}.`),
    ];
  return [];
}

function languageChanges(was: ContextPicture, is: ContextPicture, change: Change): MapChange[] {
  const { name } = is;
  const terms = namesChanged(Object.keys(was.language), Object.keys(is.language)).map(
    ({ name: term, isNew }) =>
      change(
        'language',
        isNew
          ? `In "${name}" there is a new word, "${term}": ${is.language[term]}`
          : `In "${name}" the word "${term}" is no longer used.`,
      ),
  );
  const meanings = Object.entries(is.language)
    .filter(([term, meaning]) => was.language[term] !== undefined && was.language[term] !== meaning)
    .map(([term, meaning]) =>
      change(
        'language',
        `In "${name}" the word "${term}" now means: ${meaning} (It meant: ${was.language[term]})`,
      ),
    );
  const ruledOut = [...new Set([...Object.keys(was.notSaid), ...Object.keys(is.notSaid)])].flatMap((term) =>
    namesChanged(was.notSaid[term] ?? [], is.notSaid[term] ?? []).map(({ name: word, isNew }) =>
      change(
        'language',
        `In "${name}" it is ${isNew ? 'now' : 'no longer'} wrong to say "${word}" for "${term}".`,
      ),
    ),
  );
  return [...meanings, ...terms, ...ruledOut];
}

function contractChanges(was: ContextPicture, is: ContextPicture, change: Change): MapChange[] {
  const { name } = is;
  const published = namesChanged(
    was.publishes.map((each) => each.contract),
    is.publishes.map((each) => each.contract),
  ).map(({ name: contract, isNew }) =>
    change(
      'contract',
      isNew ? `"${name}" now publishes ${contract}.` : `"${name}" no longer publishes ${contract}.`,
    ),
  );
  const moved = is.publishes.flatMap((each) => {
    const old = was.publishes.find((one) => one.contract === each.contract);
    if (old === undefined) return [];
    return [
      ...(old.version === each.version
        ? []
        : [
            change(
              'contract',
              `${each.contract} is now at version ${each.version}; it was at ${old.version}.`,
            ),
          ]),
      ...(old.guarantee === each.guarantee
        ? []
        : [
            change(
              'contract',
              `The promise on ${each.contract} is now: ${each.guarantee ?? 'none'}. It was: ${old.guarantee ?? 'none'}.`,
            ),
          ]),
      ...olderChanges(old, each).map((text) => change('contract', text)),
    ];
  });
  const heard = namesChanged(
    was.hears.map((each) => each.contract),
    is.hears.map((each) => each.contract),
  ).map(({ name: contract, isNew }) =>
    change(
      'contract',
      isNew ? `"${name}" now listens to ${contract}.` : `"${name}" no longer listens to ${contract}.`,
    ),
  );
  return [...published, ...moved, ...heard];
}

/** Older versions that begin to go out beside the latest, end, or end at another day. */
function olderChanges({ older: before = [] }: Partial<PublicationPicture>, is: PublicationPicture): string[] {
  const until = (versions: PublicationPicture['older'], version: number): string | undefined =>
    versions.find((each) => each.version === version)?.until;
  const versions = new Set([...is.older, ...before].map((each) => each.version));
  return [...versions].flatMap((version) => {
    const [was, now] = [until(before, version), until(is.older, version)];
    if (was === now) return [];
    return now === undefined
      ? [`Version ${version} of ${is.contract} no longer goes out.`]
      : [
          `Version ${version} of ${is.contract} goes out until ${now}${was === undefined ? '' : `; it was until ${was}`}.`,
        ];
  });
}

/** The name of a command as people say it: `CancelOrder` is `cancel order`. */
function words(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}
