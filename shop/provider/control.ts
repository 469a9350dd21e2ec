import { z } from 'zod';
import type { Answer } from './answer.ts';
import { decodeForm } from './form.ts';
import { ledgerPage, summaries } from './ledger-view.ts';
import type { ApiParts } from './payment-api.ts';
import { badParameter, missing } from './provider-refusal.ts';

const endpointSchema = z.union([
  z.strictObject({ url: z.null() }),
  z.strictObject({ url: z.url({ protocol: /^https?$/ }), secrets: z.array(z.string().min(1)).min(1) }),
]);

/** Answers what is not part of the API but of the simulation: ledger, faults, webhooks, health. */
export async function handleControl(
  parts: ApiParts,
  method: string,
  path: string,
  query: string,
  body: string,
): Promise<Answer | undefined> {
  const { ledger, faults, webhooks } = parts;
  switch (`${method} ${path}`) {
    case 'GET /health':
      return {
        status: ledger.broken === undefined ? 200 : 503,
        body: { ok: ledger.broken === undefined, entries: ledger.books.entries.length },
      };
    case 'GET /ledger/totals':
      await ledger.settled();
      return ok({
        entries: ledger.books.entries.length,
        intents: ledger.books.intents.size,
        currencies: Object.fromEntries(ledger.books.totals),
      });
    case 'GET /ledger': {
      await ledger.settled();
      const form = decodeForm(query);
      return ok(form.get('summary') === '1' ? summaries(ledger.books, form) : ledgerPage(ledger.books, form));
    }
    case 'GET /faults':
      return ok(faults.list());
    case 'POST /faults':
      return ok({ faults: faults.order(readJson(body)) });
    case 'DELETE /faults':
      return ok({ cleared: faults.clear() });
    case 'GET /webhooks':
      return ok({ ...webhooks.report() });
    case 'PUT /webhooks': {
      const read = endpointSchema.safeParse(readJson(body));
      if (!read.success) throw badParameter('url', z.prettifyError(read.error));
      webhooks.pointTo(read.data.url === null ? undefined : read.data);
      return ok({ ...webhooks.report() });
    }
  }
  const fault = /^\/faults\/(fault_\d+)$/.exec(path)?.[1];
  if (method !== 'DELETE' || fault === undefined) return undefined;
  if (faults.clear(fault) === 0) throw missing('fault', fault);
  return ok({ cleared: 1 });
}

function ok(body: Record<string, unknown>): Answer {
  return { status: 200, body };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw badParameter('body', 'The body is not JSON.');
  }
}
