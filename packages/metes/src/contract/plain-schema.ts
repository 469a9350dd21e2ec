import { z } from 'zod';
import type { Schema } from '../base/schema.ts';

/** Kinds of zod schemas that give back what they were given, with what they hold. */
const leaves = new Set<string>(['string', 'number', 'int', 'boolean', 'null', 'literal', 'enum', 'never']);

/**
 * True when data that has passed the schema passes it again unchanged: it checks, and transforms nothing. Only known of
 * zod's; of other libraries, and of kinds that are not listed, nothing is assumed.
 */
export function isPlain(schema: Schema): boolean {
  return schema instanceof z.core.$ZodType && isPlainType(schema, new Set());
}

function isPlainType(schema: z.core.$ZodType, above: Set<z.core.$ZodType>): boolean {
  if (above.has(schema)) return true;
  above.add(schema);
  const { def } = schema._zod as z.core.$ZodTypes['_zod'];
  // What coerces makes one value of another, and an `overwrite` (such as `trim`) says nothing of what it does.
  if ('coerce' in def && def.coerce) return false;
  if (def.checks?.some((check) => mayChange(check._zod.def))) return false;
  const all = (inner: readonly z.core.$ZodType[]): boolean => inner.every((each) => isPlainType(each, above));
  switch (def.type) {
    case 'object':
      return all([...Object.values(def.shape), ...(def.catchall ? [def.catchall] : [])]);
    case 'array':
      return all([def.element]);
    case 'tuple':
      return all([...def.items, ...(def.rest ? [def.rest] : [])]);
    case 'union':
      return all(def.options);
    case 'record':
      return all([def.keyType, def.valueType]);
    case 'optional':
    case 'nullable':
    case 'nonoptional':
      return all([def.innerType]);
    default:
      return leaves.has(def.type);
  }
}

/** A check of the user's own is handed the value to put another in its place; only one made by `refine` cannot. */
function mayChange(check: z.core.$ZodCheckDef): boolean {
  return check.check === 'overwrite' || (check.check === 'custom' && !('fn' in check));
}
