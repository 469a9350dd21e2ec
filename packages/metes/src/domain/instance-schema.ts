import { z } from 'zod';

/** How a class takes part in a schema: what it makes of validated data, and what it makes of its own instances. */
export interface Revival {
  /** Instances of it are not validated again. */
  readonly of: abstract new (...args: never[]) => object;
  readonly fromData: (data: unknown) => object;
  readonly fromInstance: (instance: object) => object;
}

interface InstanceDefinition extends z.core.$ZodPipeDef {
  readonly revival: Revival;
}

/** A zod type of its own, so that what is derived from it (`.optional()`, `.refine()`, `.describe()`) keeps the revival. */
const InstanceType = z.core.$constructor<z.ZodPipe, InstanceDefinition>('MetesInstance', (inst, def) => {
  z.ZodPipe.init(inst, def);
  const read = inst._zod.parse;
  inst._zod.parse = (payload, context) => {
    if (!(payload.value instanceof def.revival.of)) return read(payload, context);
    payload.value = def.revival.fromInstance(payload.value);
    return payload;
  };
});

/**
 * The schema that reads the JSON form of a class into instances of it, and accepts instances too, so that events and
 * states can be built from live objects.
 */
export function instanceSchema(schema: z.ZodType, revival: Revival): z.ZodType {
  return new InstanceType({ type: 'pipe', in: schema, out: z.transform(revival.fromData) as never, revival });
}

/** Second argument of a constructor that gets data which is valid already. */
export const trusted = Symbol('validated before');

const made = new WeakMap<object, z.ZodType>();

/** The schema of a class, made once. */
export function schemaOnce(Class: object, make: () => z.ZodType): z.ZodType {
  let schema = made.get(Class);
  if (!schema) made.set(Class, (schema = make()));
  return schema;
}
