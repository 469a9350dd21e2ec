import { z } from 'zod';
import { call } from '../model/call.ts';
import { context, type Context } from '../model/context.ts';
import { deadline } from '../model/deadline.ts';
import { policy } from '../model/policy.ts';
import { port } from '../model/port.ts';
import { projection } from '../model/projection.ts';
import { supporting } from '../model/subdomain.ts';
import { Counted, counted, Counter, counters, Put, Taken } from './counters-under-test.ts';

/** Whoever is asked about what was counted. */
export interface Outside {
  ask(note: string): Promise<string>;
}
/** The port to the outside. */
export const outside = port<Outside>()('outside');

/** True for the counters whose events have consequences. */
export const isSource = (id: string): boolean => id.startsWith('src');

/**
 * Two contexts with every kind of reaction on what is counted on `src...`: a copy, an outside call, a deadline, a read
 * model, and a copy and a read model in another context.
 *
 * @param chance called at each try of a reaction with its name; a throw makes the try fail
 */
export function countingSystem(chance: (reaction: string) => void): readonly Context[] {
  const source = counters({
    policies: [
      policy('copy', {
        when: Counted,
        then: (e) => {
          if (!isSource(e.id)) return undefined;
          chance('copy');
          return [
            new Put({ id: `copy-${e.id}`, by: e.by, note: e.note }),
            new Put({ id: `twin-${e.id}`, by: e.by, note: e.note }),
          ];
        },
      }),
      policy('echo', {
        when: Counted,
        then: (e) => {
          if (!isSource(e.id)) return undefined;
          chance('echo');
          return new Put({ id: `echo-${e.id}`, by: e.by, note: e.note });
        },
      }),
    ],
    calls: [
      call('ask', {
        when: Counted,
        through: outside,
        within: '2s',
        retry: { attempts: 12, first: '10ms', most: '200ms' },
        run: async (port, e) => (isSource(e.id) ? port.ask(e.note) : ''),
        then: (answer, e) => (answer ? new Put({ id: `said-${e.id}`, by: 1, note: answer }) : undefined),
      }),
    ],
    deadlines: [
      deadline('overdue', {
        startedBy: Counted,
        after: (e) => (e.id.startsWith('due') ? '3s' : '9999h'),
        cancelledBy: [Taken],
        then: (e) => {
          chance('late');
          return new Put({ id: `late-${e.id}`, by: 1, note: e.note });
        },
      }),
    ],
    projections: [
      projection('totals', {
        row: z.strictObject({ notes: z.array(z.string()) }),
        on: (on) => [
          on(
            Counted,
            (e) => e.id,
            (row, e) => {
              chance('totals');
              return { notes: [...(row?.notes ?? []), e.note] };
            },
          ),
        ],
      }),
    ],
  });
  const mirror = context('mirror', {
    purpose: 'Copies what another context publishes',
    subdomain: supporting({ reviewed: '2026-09-01' }),
    team: 'Tests',
    aggregates: [Counter],
    handlers: counters().handlers.filter(({ command }) => command === Put),
    policies: [
      policy('mirror', {
        when: counted,
        then: (e) => {
          if (!isSource(e.id)) return undefined;
          chance('mirror');
          return new Put({ id: `mirror-${e.id}`, by: e.by, note: e.note });
        },
      }),
    ],
    projections: [
      projection('seen', {
        row: z.strictObject({ notes: z.array(z.string()) }),
        on: (on) => [
          on(
            counted,
            (e) => e.id,
            (row, e) => {
              chance('seen');
              return { notes: [...(row?.notes ?? []), e.note] };
            },
          ),
        ],
      }),
    ],
  });
  return [source, mirror];
}
