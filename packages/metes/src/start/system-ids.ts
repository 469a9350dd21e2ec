import { randomFillSync } from 'node:crypto';
import { uuidV7 } from '../base/uuid-v7.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type { Ids } from '../runtime/ports/ids.ts';

const bytesPerId = 10;

/** UUIDv7 ids from the randomness of the machine, which is drawn for many ids at once because a draw has a fixed price. */
export function systemIds(clock: Clock): Ids {
  const pool = new Uint8Array(bytesPerId * 512);
  let used = pool.length;
  return {
    next: () => {
      if (used === pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      const bytes = pool.subarray(used, used + bytesPerId);
      used += bytesPerId;
      return uuidV7({ time: clock.now(), bytes });
    },
  };
}
