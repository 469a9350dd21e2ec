import { contextChanges } from './context-changes.ts';
import type { MapChange } from './map-change.ts';
import type { ContextPicture, MapPicture } from './map-picture.ts';
import { relationChanges } from './relation-changes.ts';
import { renamedContexts, withNewNames } from './renamed-contexts.ts';

/** What has changed from one map to a later one; nothing when both say the same. */
export function mapChanges(before: MapPicture, after: MapPicture): readonly MapChange[] {
  const renamed = renamedContexts(before, after);
  const old = withNewNames(before, renamed);
  const oldOf = new Map(old.contexts.map((each) => [each.name, each]));
  const newOf = new Map(after.contexts.map((each) => [each.name, each]));
  return [
    ...[...renamed].map(([was, is]): MapChange => ({
      kind: 'context-renamed',
      about: [was, is],
      text: `"${was}" is now called "${is}".`,
    })),
    ...after.contexts.filter((each) => !oldOf.has(each.name)).map(added),
    ...old.contexts.filter((each) => !newOf.has(each.name)).map(removed),
    ...after.contexts.flatMap((each) => {
      const was = oldOf.get(each.name);
      return was === undefined ? [] : contextChanges(was, each);
    }),
    ...outsideChanges(old, after),
    ...relationChanges(old.relations, after.relations),
  ];
}

function added({ name, class: kind, team, purpose }: ContextPicture): MapChange {
  return {
    kind: 'context-added',
    about: [name],
    text: `There is a new context "${name}" (${kind}, team ${team}): ${purpose}`,
  };
}

function removed({ name, team }: ContextPicture): MapChange {
  return { kind: 'context-removed', about: [name], text: `The context "${name}" of team ${team} is gone.` };
}

function outsideChanges(before: MapPicture, after: MapPicture): MapChange[] {
  const names = (map: MapPicture): string[] => map.outsides.map((each) => each.name);
  const change = (name: string, text: string): MapChange => ({ kind: 'outside', about: [name], text });
  const owners = after.outsides.flatMap(({ name, owner }) => {
    const was = before.outsides.find((each) => each.name === name);
    return was === undefined || was.owner === owner
      ? []
      : [
          change(
            name,
            `"${name}" is now run by ${owner ?? 'somebody unnamed'}; it was ${was.owner ?? 'somebody unnamed'}.`,
          ),
        ];
  });
  return [
    ...owners,
    ...names(after)
      .filter((each) => !names(before).includes(each))
      .map((each) => change(each, `The system "${each}", which is not ours, is now on the map.`)),
    ...names(before)
      .filter((each) => !names(after).includes(each))
      .map((each) => change(each, `The system "${each}", which is not ours, is no longer on the map.`)),
  ];
}
