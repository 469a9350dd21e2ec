import { z } from 'zod';

/** A format that is checked: what fits, examples that fit, and one that does not. */
interface Format {
  readonly fits: (text: string) => boolean;
  readonly samples: readonly string[];
}

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const time = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

function isDay(text: string): boolean {
  const [, year, month, date] = day.exec(text) ?? [];
  if (year === undefined) return false;
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1];
  return days !== undefined && Number(date) >= 1 && Number(date) <= days;
}

function matches(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text);
}

const octet = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';

/** The formats whose rule is known. Others are annotations, as JSON Schema has it. */
const formats: Readonly<Record<string, Format>> = {
  date: { fits: isDay, samples: ['2026-11-21', '2024-02-29'] },
  time: { fits: matches(time), samples: ['10:00:00Z', '23:59:59+01:00'] },
  'date-time': {
    fits: (text) => {
      const [date, clock, ...rest] = text.split(/t/i);
      return rest.length === 0 && isDay(date!) && clock !== undefined && time.test(clock);
    },
    samples: ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.123Z', '2026-11-21T10:00:00+01:00'],
  },
  uuid: {
    fits: matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i),
    samples: ['0198c2f0-4b1e-7c3d-8e2f-0123456789ab', '9b2f0e52-0c3a-4a55-9f3e-1d2c3b4a5968'],
  },
  email: {
    fits: matches(
      /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i,
    ),
    samples: ['someone@example.com', 'a.b+c@mail.example.org'],
  },
  uri: {
    fits: matches(/^[a-z][a-z0-9+.-]*:[^\s"<>\\^`{|}]+$/i),
    samples: ['https://example.com/', 'urn:isbn:9780321125217'],
  },
  ipv6: { fits: matches(z.regexes.ipv6), samples: ['2001:db8::1', '::1'] },
  duration: { fits: matches(z.regexes.duration), samples: ['P1D', 'PT1H30M'] },
  ipv4: { fits: matches(new RegExp(`^${octet}(\\.${octet}){3}$`)), samples: ['192.0.2.1'] },
};

/** True when the rule of a format is known and checked. */
export function isKnownFormat(format: string): boolean {
  return Object.hasOwn(formats, format);
}

/** False only for a text that a known format refuses. */
export function fitsFormat(format: string, text: string): boolean {
  return !isKnownFormat(format) || formats[format]!.fits(text);
}

/** Texts of a format; none when its rule is not known. */
export function samplesOfFormat(format: string): readonly string[] {
  return isKnownFormat(format) ? formats[format]!.samples : [];
}

/** Texts of all known formats. */
export const samplesOfFormats: readonly string[] = Object.values(formats).flatMap((each) => each.samples);
