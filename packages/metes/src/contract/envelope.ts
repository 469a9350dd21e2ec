import { z } from 'zod';
import { MetesError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { describeIssues, validate } from '../base/schema.ts';

/**
 * What goes around a published event: CloudEvents 1.0 attributes, plus the extension attributes of the toolkit
 * (correlation, causation, trace and the version of the aggregate). https://github.com/cloudevents/spec
 */
export interface Envelope {
  readonly specversion: '1.0';
  /** UUIDv7, the identity of the event in every subscriber's memory. */
  readonly id: string;
  /** `/contexts/<context>` of the publisher. */
  readonly source: string;
  /** `<contract>.v<version>` */
  readonly type: string;
  /** The id of the aggregate that raised the event: the key of the order that is kept. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** `urn:metes:contract:<contract>:v<version>` */
  readonly dataschema: string;
  /** The id that all that follows from one request shares. */
  readonly correlationid: string;
  /** The id of the request or event that led to this one. */
  readonly causationid: string;
  /** W3C trace context, when the request had one. */
  readonly traceparent?: string;
  /** The version of the aggregate after this event: 1, 2, 3, ... without gaps. */
  readonly sequence: number;
  readonly data: Json;
}

/** What the maker of an envelope knows. */
export interface EnvelopeParts {
  readonly id: string;
  readonly contract: string;
  readonly version: number;
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly correlation: string;
  readonly causation: string;
  readonly traceparent?: string | undefined;
  readonly sequence: number;
  readonly data: Json;
}

/**
 * Writes an envelope for a contract of the publishing context, validated where it leaves.
 *
 * @throws METES_CONTRACT_ENVELOPE_INVALID
 */
export function envelopeOf(parts: EnvelopeParts): Envelope {
  const { contract, version } = parts;
  return valid({
    specversion: '1.0',
    id: parts.id,
    source: sourceOf(contract.slice(0, contract.indexOf('.'))),
    type: `${contract}.v${version}`,
    subject: parts.subject,
    time: timeOf(parts.time),
    datacontenttype: 'application/json',
    dataschema: dataschemaOf(contract, version),
    correlationid: parts.correlation,
    causationid: parts.causation,
    ...(parts.traceparent === undefined ? {} : { traceparent: parts.traceparent }),
    sequence: parts.sequence,
    data: parts.data,
  });
}

/** RFC 3339; empty for a time that the calendar does not have, which the schema then names. */
function timeOf(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function dataschemaOf(contract: string, version: number): string {
  return `urn:metes:contract:${contract}:v${version}`;
}

/** The `source` attribute of a context. */
export function sourceOf(context: string): string {
  return `/contexts/${context}`;
}

const text = z.string().min(1).max(200);
const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.uuidv7(),
  source: z
    .string()
    .max(200)
    .regex(/^\/contexts\/[a-z][a-z0-9-]*$/),
  type: z
    .string()
    .max(200)
    .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\.v[1-9][0-9]{0,3}$/),
  subject: text,
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  dataschema: text,
  correlationid: text,
  causationid: text,
  traceparent: z.string().max(100).optional(),
  // The integers of CloudEvents have 32 bits.
  sequence: z.int32().positive(),
  data: z.unknown().refine((data) => data !== undefined, 'data is missing'),
});

function valid(value: unknown): Envelope {
  const result = validate(envelopeSchema, value, 'the envelope');
  if ('issues' in result)
    throw new MetesError('METES_CONTRACT_ENVELOPE_INVALID', { issues: describeIssues(result.issues) });
  return result.value as Envelope;
}

/** An envelope that was read, with its contract and version taken apart. */
export interface ReadEnvelope {
  readonly envelope: Envelope;
  readonly contract: string;
  readonly version: number;
}

/**
 * Validates an envelope where it enters: its form, that the source is the context that owns the contract, and that the
 * schema named is that of the type.
 *
 * @throws METES_CONTRACT_ENVELOPE_INVALID, METES_CONTRACT_WRONG_SOURCE
 */
export function readEnvelope(value: unknown): ReadEnvelope {
  const envelope = valid(value);
  const cut = envelope.type.lastIndexOf('.v');
  const contract = envelope.type.slice(0, cut);
  if (envelope.source !== sourceOf(contract.slice(0, contract.indexOf('.')))) {
    throw new MetesError('METES_CONTRACT_WRONG_SOURCE', { source: envelope.source, type: envelope.type });
  }
  const version = Number(envelope.type.slice(cut + 2));
  if (envelope.dataschema !== dataschemaOf(contract, version)) {
    throw new MetesError('METES_CONTRACT_ENVELOPE_INVALID', {
      issues: `dataschema: not that of ${envelope.type}`,
    });
  }
  return { envelope, contract, version };
}
