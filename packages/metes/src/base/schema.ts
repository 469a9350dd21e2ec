import { z } from 'zod';
import { compiled } from './compiled.ts';
import { MetesError } from './errors.ts';
import type { Json } from './json.ts';

/**
 * The part of Standard Schema (https://standardschema.dev, version 1) that the toolkit reads, written down here so that
 * a user's install needs no further package. zod, valibot, arktype and others implement it.
 */
export interface Schema<Output = unknown, Input = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) =>
      | { readonly value: Output; readonly issues?: undefined }
      | { readonly issues: readonly SchemaIssue[] }
      | Promise<unknown>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly jsonSchema?: {
      readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
      readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
    };
  };
}

/** What a library is asked for; `libraryOptions` are for one that knows them. */
interface JsonSchemaOptions {
  readonly target: 'draft-2020-12';
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

/** One thing wrong with a value: the message, and the path from the root to the place. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The type that a schema gives after validation. */
export type OutputOf<S extends Schema> = NonNullable<S['~standard']['types']>['output'];
/** The type that a schema accepts. */
export type InputOf<S extends Schema> = NonNullable<S['~standard']['types']>['input'];

/**
 * The value, or what is wrong with it. Never throws for bad values.
 *
 * @throws METES_SCHEMA_ASYNC, METES_SCHEMA_THREW for schemas that cannot be used.
 */
export function validate<S extends Schema>(
  schema: S,
  value: unknown,
  subject: string,
): { readonly value: OutputOf<S> } | { readonly issues: readonly SchemaIssue[] } {
  const result = run(schema, value, subject);
  return result.issues ? { issues: result.issues } : { value: result.value as OutputOf<S> };
}

type Validated =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

function run(schema: Schema, value: unknown, subject: string): Validated {
  let result: Validated | Promise<unknown>;
  try {
    result = runZod(schema, value) ?? schema['~standard'].validate(value);
  } catch (cause) {
    if (cause instanceof MetesError) throw cause;
    if (cause instanceof z.core.$ZodAsyncError)
      throw new MetesError('METES_SCHEMA_ASYNC', { subject }, { cause });
    throw new MetesError('METES_SCHEMA_THREW', { subject }, { cause });
  }
  if (!('then' in result)) return result;
  // Nobody waits for this promise; left alone, its failure would end the process.
  result.catch(() => undefined);
  throw new MetesError('METES_SCHEMA_ASYNC', { subject });
}

/** zod hides what a refinement throws behind a promise when it is asked by way of Standard Schema, so it is asked directly. */
function runZod(schema: Schema, value: unknown): Validated | undefined {
  if (!(schema instanceof z.core.$ZodType)) return undefined;
  const result = z.core.safeParse(compiled(schema), value);
  return result.success ? { value: result.data } : { issues: result.error.issues };
}

/**
 * The validated value.
 *
 * @throws METES_SCHEMA_INVALID naming every issue with its path.
 */
export function parse<S extends Schema>(schema: S, value: unknown, subject: string): OutputOf<S> {
  const result = validate(schema, value, subject);
  if ('issues' in result)
    throw new MetesError('METES_SCHEMA_INVALID', { subject, issues: describeIssues(result.issues) });
  return result.value;
}

/** How many issues a message names; a list of a thousand bad rows still gives a short message. */
const mostIssues = 20;

/** The issues in one line: `lines.0.quantity: Too small`. */
export function describeIssues(issues: readonly SchemaIssue[]): string {
  const named = issues
    .slice(0, mostIssues)
    .map((issue) => [issuePath(issue), issue.message].filter(Boolean).join(': '));
  if (issues.length > mostIssues) named.push(`and ${issues.length - mostIssues} more`);
  return named.join('; ');
}

/** The path of an issue with dots: `lines.0.quantity`; empty at the root. */
export function issuePath(issue: SchemaIssue): string {
  return (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
}

/**
 * JSON Schema 2020-12 of what the schema accepts.
 *
 * @param libraryOptions for the library of the schema, such as `override` of zod; a coded error thrown there comes through
 * @throws METES_SCHEMA_NO_JSON when the library of the schema offers no Standard JSON Schema for it.
 */
export function jsonSchemaOf(
  schema: Schema,
  subject: string,
  libraryOptions?: Record<string, unknown>,
): { readonly [key: string]: Json } {
  const convert = schema['~standard'].jsonSchema;
  if (!convert) throw new MetesError('METES_SCHEMA_NO_JSON', { subject });
  try {
    return convert.input({ target: 'draft-2020-12', libraryOptions }) as { readonly [key: string]: Json };
  } catch (cause) {
    if (cause instanceof MetesError) throw cause;
    throw new MetesError('METES_SCHEMA_NO_JSON', { subject }, { cause });
  }
}
