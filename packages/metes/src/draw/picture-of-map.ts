import type { Context } from '../model/context.ts';
import { guaranteeText } from '../model/guarantee.ts';
import { expertsOf } from '../model/shared-words.ts';
import type { ContextMap } from '../model/context-map.ts';
import type { Outside } from '../model/outside.ts';
import type { Relation } from '../model/relation.ts';
import { isContract, type Source, sourceName } from '../model/source.ts';
import type {
  ContextPicture,
  HearingPicture,
  MapPicture,
  OutsidePicture,
  RelationPicture,
} from './map-picture.ts';

/** The picture of a map: what is drawn, exported and compared, as plain JSON. */
export function pictureOf(map: ContextMap): MapPicture {
  return {
    name: map.name,
    contexts: map.contexts.map(contextPicture),
    outsides: map.outsides.map(outsidePicture),
    relations: map.relations.map(relationPicture),
  };
}

function contextPicture(context: Context): ContextPicture {
  const terms = Object.entries(context.language);
  return {
    name: context.name,
    purpose: context.purpose,
    class: context.subdomain.class,
    implementation: context.subdomain.implementation,
    reviewed: context.subdomain.reviewed,
    history: context.subdomain.history.map((each) => ({ ...each })),
    team: context.team,
    experts: expertsOf(context),
    language: Object.fromEntries(terms.map(([term, { meaning }]) => [term, meaning])),
    notSaid: Object.fromEntries(
      terms.flatMap(([term, { not }]) => (not.length > 0 ? [[term, [...not]]] : [])),
    ),
    aggregates: context.aggregates.map(({ type, events }) => ({ name: type, events: [...events.keys()] })),
    commands: context.handlers.map(({ command, aggregate }) => ({
      name: command.type,
      aggregate: aggregate.type,
    })),
    publishes: context.publishes.map(({ contract, event, guarantee }) => ({
      contract: contract.contract,
      version: contract.version,
      event: event.type,
      older: [...contract.sunsets].map(([version, { on }]) => ({ version, until: on })),
      ...(guarantee === undefined ? {} : { guarantee: guaranteeText(guarantee) }),
    })),
    hears: hearings(context),
    guarantees: guaranteesOf(context),
    owns: [
      ...context.aggregates.map((each) => `aggregate ${each.type}`),
      ...context.tallies.map((each) => `tally ${each.tally}`),
      ...context.projections.map((each) => `projection ${each.projection}`),
    ],
  };
}

function hearings(context: Context): HearingPicture[] {
  const heard = new Map<string, string[]>();
  const add = (source: Source, then: string): void => {
    if (!isContract(source) || source.context === context.name) return;
    const name = sourceName(source);
    heard.set(name, [...(heard.get(name) ?? []), then]);
  };
  for (const each of context.policies) add(each.when, each.policy);
  for (const each of context.calls) add(each.when, each.call);
  for (const each of context.projections)
    for (const source of new Set(each.folds.map((fold) => fold.source)))
      add(source, `projection ${each.projection}`);
  return [...heard].map(([contract, then]) => ({ contract, then }));
}

/** What holds for every context because of how commands and messages are carried out. */
function guaranteesOf(context: Context): string[] {
  return [
    ...context.aggregates.map(
      ({ type }) =>
        `${type}: atomic. A command changes one ${type} in one transaction, together with its events.`,
    ),
    ...context.tallies.map(
      ({ tally }) => `${tally}: no account goes below zero; moves commit together with the command.`,
    ),
    ...context.projections.map(
      ({ projection }) => `${projection}: eventual, rebuilt from the events at any time.`,
    ),
  ];
}

function relationPicture(relation: Relation): RelationPicture {
  const { kind, upstream, downstream, host, guest, exposes, through, kernel, differs, because } = relation;
  return {
    kind,
    upstream: upstream.name,
    downstream: downstream.name,
    host: [...host],
    ...(guest === undefined ? {} : { guest }),
    exposes: exposes.map((each) => each.contract),
    through: through.map((each) => each.port),
    ...(kernel === undefined ? {} : { kernel: { ...kernel } }),
    differs: differs.map((each) => ({ ...each })),
    ...(because === undefined ? {} : { because }),
  };
}

function outsidePicture({ name, purpose, owner }: Outside): OutsidePicture {
  return {
    name,
    ...(purpose === undefined ? {} : { purpose }),
    ...(owner === undefined ? {} : { owner }),
  };
}
