import { z } from 'zod';
import { compiled } from '../base/compiled.ts';

/** How a class takes part in a schema: what it makes of validated data, and what it makes of its own instances. */
export interface Revival {
  /** Instances of it are not validated again. */
  readonly of: abstract new (...args: never[]) => object;
  readonly fromData: (data: unknown) => object;
  readonly fromInstance: (instance: object) => object;
}

interface InstanceDefinition extends z.core.$ZodPipeDef {
  readonly revival: Revival;
  /** Tells the compiler of zod to ask this type, and not to write out the pipe that it is to others. */
  readonly coerce: true;
}

/**
 * A zod type of its own, so that what is derived from it (`.optional()`, `.refine()`, `.describe()`) keeps the revival.
 * To others it is a pipe with a transform; it does the transform itself, which is three times as fast.
 */
const InstanceType = z.core.$constructor<z.ZodPipe, InstanceDefinition>('MetesInstance', (inst, def) => {
  z.ZodPipe.init(inst, def);
  const { of, fromData, fromInstance } = def.revival;
  const pipe = inst._zod.parse.bind(inst._zod);
  const revived = (payload: z.core.ParsePayload): z.core.ParsePayload => {
    // As in every pipe: unknown keys are an issue of their own and do not stop it.
    if (payload.issues.some((issue) => issue.code !== 'unrecognized_keys')) payload.aborted = true;
    else payload.value = fromData(payload.value);
    return payload;
  };
  inst._zod.parse = (payload, context) => {
    if (context.direction === 'backward') return pipe(payload, context);
    if (payload.value instanceof of) {
      payload.value = fromInstance(payload.value);
      return payload;
    }
    const read = compiled(def.in)._zod.run(payload, context);
    return read instanceof Promise ? read.then(revived) : revived(read);
  };
  // What zod has compiled asks without saying how, and takes a promise for a refusal: a union would go on behind it.
  (inst._zod.deferred ??= []).push(() => {
    const run = inst._zod.run.bind(inst._zod);
    inst._zod.run = (payload, context) => {
      const result = run(payload, context);
      if (!(result instanceof Promise) || context.async) return result;
      result.catch(() => undefined);
      throw new z.core.$ZodAsyncError();
    };
  });
});

/**
 * The schema that reads the JSON form of a class into instances of it, and accepts instances too, so that events and
 * states can be built from live objects.
 */
export function instanceSchema(schema: z.ZodType, revival: Revival): z.ZodType {
  return new InstanceType({
    type: 'pipe',
    in: schema,
    out: z.transform(revival.fromData),
    revival,
    coerce: true,
  });
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
