import { z } from 'zod';
import { MetesError } from '../base/errors.ts';
import { jsonSchemaOf, type Schema } from '../base/schema.ts';
import { isObject, type SchemaObject } from './compatibility/json-schema.ts';

/**
 * The JSON Schema of one version of a contract, as it is registered: what a reader has to accept. A field with a
 * `default` may be missing where it is read and is always there where it is written, since data goes out as the schema
 * gives it back; so a `default` that a library only notes and does not fill in is left out.
 *
 * @throws METES_CONTRACT_PATTERN_FLAGS, METES_SCHEMA_NO_JSON
 * @example
 * versionSchema(z.object({ currency: z.string().default('EUR') }), 'ordering.order-placed v1');
 * // { ..., properties: { currency: { type: 'string', default: 'EUR' } } }
 */
export function versionSchema(schema: Schema, subject: string): SchemaObject {
  return jsonSchemaOf(schema, subject, {
    override: ({ zodSchema, jsonSchema }: Converted) => {
      refuseFlags(zodSchema, subject);
      if (zodSchema instanceof z.core.$ZodObject) keepFilled(zodSchema, jsonSchema);
    },
  });
}

/** One part of a schema of zod, and what it became. */
interface Converted {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: Record<string, unknown>;
}

/** The flags that do not change which texts match, and `u`, with which patterns of JSON Schema are read. */
const harmless = /[dgu]/g;

function refuseFlags(schema: z.core.$ZodType, subject: string): void {
  // Of a record with a pattern for its names zod converts the pattern without the schema around it.
  const names = schema instanceof z.core.$ZodRecord ? [schema._zod.def.keyType] : [];
  for (const part of [schema, ...names]) {
    const checks = [part, ...(part._zod.def.checks ?? [])];
    for (const check of checks) {
      const { pattern } = check._zod.def as { readonly pattern?: unknown };
      const flags = pattern instanceof RegExp ? pattern.flags.replace(harmless, '') : '';
      if (flags !== '')
        throw new MetesError('METES_CONTRACT_PATTERN_FLAGS', { subject, pattern: String(pattern), flags });
    }
  }
}

/** Leaves a `default` only at fields that are there in everything the schema gives back. */
function keepFilled(schema: z.core.$ZodObject, { properties }: Converted['jsonSchema']): void {
  if (!isObject(properties)) return;
  for (const [name, field] of Object.entries(schema._zod.def.shape)) {
    const converted = properties[name];
    if (field._zod.optout === 'optional' && isObject(converted) && 'default' in converted)
      delete (converted as Record<string, unknown>)['default'];
  }
}
