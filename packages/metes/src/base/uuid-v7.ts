import { MetesError } from './errors.ts';

/** The parts of a UUIDv7 that come from ports: milliseconds since the epoch and ten random bytes. */
export interface UuidParts {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly time: number;
  /** At least ten random bytes. */
  readonly bytes: Uint8Array;
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const latest = 2 ** 48 - 1;

/** The first part of ids, which changes once a millisecond. */
let stamp = { time: -1, text: '' };

function stampOf(time: number): string {
  if (stamp.time !== time) {
    const digits = time.toString(16).padStart(12, '0');
    stamp = { time, text: `${digits.slice(0, 8)}-${digits.slice(8)}` };
  }
  return stamp.text;
}

/**
 * A UUID of version 7 (RFC 9562 section 5.7): 48 bits of time, then random bits, so ids sort by time of birth.
 *
 * @throws METES_UUID_PARTS when the time is no whole number of 48 bits, or the bytes are too few.
 * @example uuidV7({ time: 0, bytes: new Uint8Array(10) }) // '00000000-0000-7000-8000-000000000000'
 */
export function uuidV7({ time, bytes }: UuidParts): string {
  if (!Number.isInteger(time) || time < 0 || time > latest || bytes.length < 10) {
    throw new MetesError('METES_UUID_PARTS', { time, bytes: bytes.length });
  }
  const b = (index: number): string => hex[bytes[index]!]!;
  const versioned = hex[(bytes[0]! & 0x0f) | 0x70]!;
  const variant = hex[(bytes[2]! & 0x3f) | 0x80]!;
  return `${stampOf(time)}-${versioned}${b(1)}-${variant}${b(3)}-${b(4)}${b(5)}${b(6)}${b(7)}${b(8)}${b(9)}`;
}

/**
 * A series of UUIDv7s of which each is greater as text than the one before, also within a millisecond and when the
 * clock goes back (RFC 9562 section 6.2, method 2: the random bits count up).
 *
 * @example const next = uuidV7Series(() => ({ time: clock.now(), bytes: randomBytes(10) }));
 */
export function uuidV7Series(parts: () => UuidParts): () => string {
  let last = { time: -1, bytes: new Uint8Array(10) };
  return () => {
    const fresh = parts();
    if (fresh.time > last.time) last = { time: fresh.time, bytes: Uint8Array.from(fresh.bytes) };
    else if (!countUp(last.bytes)) last = { time: last.time + 1, bytes: Uint8Array.from(fresh.bytes) };
    return uuidV7(last);
  };
}

/** Adds one to the 74 random bits; false when they were all ones. The bits under version and variant are skipped. */
function countUp(bytes: Uint8Array): boolean {
  for (let index = 9; index >= 0; index--) {
    const most = index === 0 ? 0x0f : index === 2 ? 0x3f : 0xff;
    const value = bytes[index]! & most;
    bytes[index] = value === most ? 0 : value + 1;
    if (value !== most) return true;
  }
  return false;
}
