import { z } from 'zod';
import { MetesError } from '../base/errors.ts';
import { toJson } from '../base/json.ts';
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
      if (zodSchema instanceof z.core.$ZodObject)
        noteFilled(Object.entries(zodSchema._zod.def.shape), jsonSchema['properties']);
      if (zodSchema instanceof z.core.$ZodTuple)
        noteFilled([...zodSchema._zod.def.items.entries()], jsonSchema['prefixItems']);
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

/** Leaves a `default` at the parts that are filled in where they are missing, and at no others. */
function noteFilled(
  parts: readonly (readonly [name: PropertyKey, schema: z.core.$ZodType])[],
  converted: unknown,
): void {
  for (const [name, schema] of parts) {
    const part = (converted as Record<PropertyKey, unknown> | undefined)?.[name];
    if (!isObject(part)) continue;
    const { optin, optout } = schema._zod;
    if (optout === 'optional') delete (part as Record<string, unknown>)['default'];
    else if (optin !== undefined && !Object.hasOwn(part, 'default')) {
      const filled = z.core.safeParse(schema, undefined);
      if (filled.success) Object.assign(part, { default: toJson(filled.data) });
    }
  }
}
