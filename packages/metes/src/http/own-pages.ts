import { MetesError } from '../base/errors.ts';
import type { SavedAnswer } from '../runtime/ports/batch.ts';
import type { OwnPage } from './site.ts';

/** Says why a process cannot take requests now; undefined when it can. */
export type Readiness = () => string | undefined;

/** Where the server says how it is and what it offers; no route may have these paths. */
export const ownPaths = { openApi: '/openapi.json', alive: '/healthz', ready: '/readyz' } as const;

/** A page that is always the same. */
export function fixedPage(body: string): OwnPage {
  const answer = json(body);
  return { page: () => answer };
}

/** Whether the process may be sent requests: 200 or a 503 that says why not. */
export function readyPage(unready: Readiness): OwnPage {
  const answer = json('{"status":"ready"}');
  return {
    page: () => {
      const reason = unready();
      if (reason !== undefined) throw new MetesError('METES_HTTP_NOT_READY', { reason });
      return answer;
    },
  };
}

function json(body: string): SavedAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}
