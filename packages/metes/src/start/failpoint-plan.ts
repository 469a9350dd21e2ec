import { writeSync } from 'node:fs';
import { MetesError } from '../base/errors.ts';
import { type Failpoint, failpointNames, type Failpoints } from '../runtime/ports/failpoints.ts';

/** What one entry of a plan does, and when. */
interface PlannedFailure {
  readonly point: Failpoint;
  readonly context: string | undefined;
  readonly action: 'kill' | 'delay' | 'throw';
  readonly delayMs: number;
  /** At the n-th passing only; every passing when absent. */
  readonly nth: number | undefined;
  passed: number;
}

const entryForm = /^([a-z]+\.[a-z]+)(?:@([a-z][a-z0-9-]*))?=(kill|throw|delay:(\d{1,6}))(?:#(\d{1,9}))?$/;

/** Failpoints at which nothing happens. */
export const noFailpoints: Failpoints = { pass: () => undefined };

/**
 * Failpoints by a plan such as `commit.before@ordering=kill#5,call.after=delay:200`: entries of a point, optionally a
 * context, an action (`kill`, `throw`, `delay:<ms>`) and optionally the passing at which it happens.
 *
 * @throws METES_START_FAILPOINTS naming the entry that is not understood
 */
export function plannedFailpoints(plan: string | undefined): Failpoints {
  if (!plan) return noFailpoints;
  const entries = plan.split(',').map(parseEntry);
  return {
    pass: (point, context) => {
      for (const entry of entries) {
        if (entry.point !== point || (entry.context !== undefined && entry.context !== context)) continue;
        entry.passed++;
        if (entry.nth === undefined || entry.nth === entry.passed) return act(entry, context);
      }
      return undefined;
    },
  };
}

function parseEntry(text: string): PlannedFailure {
  const match = entryForm.exec(text.trim());
  const point = failpointNames.find((name) => name === match?.[1]);
  if (!match || !point)
    throw new MetesError('METES_START_FAILPOINTS', { entry: text, known: failpointNames.join(', ') });
  const action = match[3]!.startsWith('delay') ? 'delay' : (match[3] as 'kill' | 'throw');
  return {
    point,
    context: match[2],
    action,
    delayMs: Number(match[4] ?? 0),
    nth: match[5] === undefined ? undefined : Number(match[5]),
    passed: 0,
  };
}

function act({ point, action, delayMs }: PlannedFailure, context: string): Promise<void> | undefined {
  if (action === 'kill') {
    // Written before the end, so that whoever planned it can count that it really happened.
    writeSync(2, `${JSON.stringify({ failpoint: point, context, action })}\n`);
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  }
  if (action === 'throw')
    return Promise.reject(new MetesError('METES_START_FAILPOINT_REACHED', { point, context }));
  return new Promise((resolve) => void setTimeout(resolve, delayMs));
}
