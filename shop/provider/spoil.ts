import type { FaultDesk, Occasion } from './fault-desk.ts';
import { canMutate, mutate } from './mutate.ts';

type Json = Record<string, unknown>;

/** The body as the faults on order want it seen: a list is spoilt item by item, everything else as it is. */
export function spoil(
  faults: FaultDesk,
  occasion: Occasion,
  body: Json,
  where: 'response' | 'webhook',
): Json {
  if (Array.isArray(body['data'])) {
    return { ...body, data: body['data'].map((item: Json) => spoilOne(faults, occasion, item, where)) };
  }
  return spoilOne(faults, occasion, body, where);
}

function spoilOne(faults: FaultDesk, occasion: Occasion, body: Json, where: 'response' | 'webhook'): Json {
  let spoilt = body;
  const status = faults.take(
    'unknownStatus',
    occasion,
    (fault) => (fault.in === where || fault.in === 'both') && typeof body['status'] === 'string',
  );
  if (status !== undefined) spoilt = { ...spoilt, status: status.status };
  const change = faults.take(
    'mutate',
    occasion,
    (fault) =>
      (fault.in === where || fault.in === 'both') && fault.changes.some((one) => canMutate(spoilt, one)),
  );
  return change === undefined ? spoilt : mutate(spoilt, change.changes);
}
