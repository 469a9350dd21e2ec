import { MetesError } from '../../base/errors.ts';
import { daysToSunset } from '../../contract/sunset.ts';
import type { Context } from '../../model/context.ts';
import { checkMap, type ContextMap } from '../../model/context-map.ts';
import type { DeclaredEdge, DeclaredVersion } from '../../runtime/ports/boundary.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Journal } from '../../runtime/ports/journal.ts';
import type { OpenStores } from '../stores.ts';
import {
  type LateReader,
  mustBeAsRegistered,
  mustHaveEnded,
  mustKeepItsPromise,
  mustMeetNeeds,
  mustReachReaders,
  mustUnderstand,
  namesOf,
} from './boot-checks.ts';
import { declaredEdges, declaredVersions } from './declared.ts';

/** What the guard works with. */
export interface GuardPorts {
  readonly stores: Pick<OpenStores, 'boundary' | 'announced'>;
  readonly clock: Clock;
  readonly journal: Journal;
}

interface Guarded {
  readonly context: Context;
  readonly versions: readonly DeclaredVersion[];
  readonly edges: readonly DeclaredEdge[];
}

/**
 * Holds the boundaries of contexts that are about to start against the map, against what was published before, and
 * against what contexts in other processes have announced. When all is well, their contracts and edges are recorded;
 * when not, the refusal is counted and thrown.
 *
 * @throws METES_MODEL_EDGE_UNDECLARED and what else `contextMap` throws; METES_CONTRACT_CHANGED,
 * METES_CONTRACT_VERSION_GONE, METES_CONTRACT_INCOMPATIBLE, METES_CONTRACT_SUNSET_PASSED, METES_CONTRACT_NEED_UNMET, METES_CONTRACT_UNREADABLE, METES_STORE_UNAVAILABLE
 */
export async function guardBoundaries(
  map: ContextMap,
  here: readonly Context[],
  { stores, clock, journal }: GuardPorts,
): Promise<void> {
  try {
    const held = withContexts(map, here);
    checkMap(held);
    const guarded = here.map((context) => ({
      context,
      versions: declaredVersions(context),
      edges: declaredEdges(held, context),
    }));
    const late = [...guarded.flatMap(lateReaders), ...(await compareElsewhere(held, guarded, stores))];
    for (const { context, versions } of guarded) {
      const registered = (await stores.boundary(context.name).report()).versions;
      mustBeAsRegistered(versions, registered, late);
      for (const { contract } of context.publishes) {
        mustKeepItsPromise(contract.whole, versions, registered, late);
        mustHaveEnded(contract.whole, late, clock.now());
      }
      mustMeetNeeds(held, context.name, versions, registered);
      warnOfSunsets(context, late, { clock, journal });
    }
    for (const { context, versions, edges } of guarded) {
      await stores.boundary(context.name).announce(versions);
      await stores.boundary(context.name).declareEdges(edges);
    }
  } catch (error) {
    await countRefusal(error, here, stores);
    throw error;
  }
}

/** The map with the contexts as they are about to run: what was put together by hand is judged as it is. */
function withContexts(map: ContextMap, here: readonly Context[]): ContextMap {
  const actual = <P extends { readonly name: string }>(party: P): P =>
    (here.find(({ name }) => name === party.name) as P | undefined) ?? party;
  return {
    ...map,
    contexts: map.contexts.map(actual),
    relations: map.relations.map((each) => ({
      ...each,
      upstream: actual(each.upstream),
      downstream: actual(each.downstream),
    })),
  };
}

/** Compares with contexts of other processes in both directions; gives their readers. */
async function compareElsewhere(
  map: ContextMap,
  guarded: readonly Guarded[],
  stores: GuardPorts['stores'],
): Promise<readonly LateReader[]> {
  const elsewhere = map.contexts.filter(({ name }) => !guarded.some(({ context }) => context.name === name));
  const readers: LateReader[] = [];
  for (const { name } of elsewhere) {
    const announced = await stores.announced(name);
    for (const { context, versions, edges } of guarded) {
      mustReachReaders(context, versions, { context: name, edges: announced.edges });
      mustUnderstand(context.name, edges, name, announced);
    }
    for (const { contract, readers: all } of announced.edges)
      readers.push(...all.map((each) => ({ context: name, contract, ...each })));
  }
  return readers;
}

function lateReaders({ context, edges }: Guarded): readonly LateReader[] {
  return edges.flatMap(({ contract, readers }) =>
    readers.map((each) => ({ context: context.name, contract, ...each })),
  );
}

function warnOfSunsets(
  { publishes }: Context,
  late: readonly LateReader[],
  { clock, journal }: Pick<GuardPorts, 'clock' | 'journal'>,
): void {
  for (const { contract } of publishes) {
    for (const [version, sunset] of contract.sunsets) {
      const readers = namesOf(late, contract.contract, version);
      journal.warn('an older version of a contract goes out until its sunset', {
        contract: contract.contract,
        version,
        until: sunset.on,
        days: daysToSunset(sunset, clock.now()),
        readers,
        ...(sunset.despite === undefined ? {} : { despite: sunset.despite }),
        hint:
          readers === 'nobody'
            ? `Nobody reads it any more: take v${version} out of \`sunset\`.`
            : `Let them read v${contract.version} before that day.`,
      });
    }
  }
}

/** Whoever looks at the status later sees that a start was refused. */
async function countRefusal(
  error: unknown,
  here: readonly Context[],
  stores: GuardPorts['stores'],
): Promise<void> {
  if (!(error instanceof MetesError) || error.code === 'METES_STORE_UNAVAILABLE') return;
  const { code, message, values } = error;
  const named =
    here.find(({ name }) => name === values['context'] || name === values['subscriber']) ?? here[0];
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const refusal = {
    code,
    publisher: text(values['publisher']),
    contract: text(values['contract']),
    reason: message.slice(code.length + 2),
    count: 1,
  };
  if (!named) return;
  try {
    await stores.boundary(named.name).count([], [refusal]);
  } catch {
    // That it cannot be counted must not hide why it was refused.
  }
}
