/** The parts of a UUIDv7 that come from ports: milliseconds since the epoch and ten random bytes. */
export interface UuidParts {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly time: number;
  /** At least ten random bytes. */
  readonly bytes: Uint8Array;
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A UUID of version 7 (RFC 9562 section 5.7): 48 bits of time, then random bits, so ids sort by time of birth.
 *
 * @example uuidV7({ time: 0, bytes: new Uint8Array(10) }) // '00000000-0000-7000-8000-000000000000'
 */
export function uuidV7({ time, bytes }: UuidParts): string {
  const b = (index: number): string => hex[bytes[index] ?? 0]!;
  const stamp = time.toString(16).padStart(12, '0');
  const versioned = hex[((bytes[0] ?? 0) & 0x0f) | 0x70]!;
  const variant = hex[((bytes[2] ?? 0) & 0x3f) | 0x80]!;
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-${versioned}${b(1)}-${variant}${b(3)}-${b(4)}${b(5)}${b(6)}${b(7)}${b(8)}${b(9)}`;
}
