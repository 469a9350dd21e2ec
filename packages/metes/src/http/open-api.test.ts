import { createRequire } from 'node:module';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { write } from '../model/route.ts';
import {
  type HttpUnderTest,
  httpUnderTest,
  PutLines,
  sampleContext,
  sampleRoutes,
} from './http-under-test.ts';
import { openApi } from './open-api.ts';

const Tree = z.strictObject({
  name: z.string(),
  get kids() {
    return z.array(Tree);
  },
});
const trees = write('PUT', '/trees', {
  summary: 'Plant a tree',
  access: ['staff'],
  body: z.strictObject({ tree: Tree, spare: z.union([Tree, z.null()]) }),
  answers: { 200: Tree },
  command: () => new PutLines({ cartId: 'c' as never, lines: [] }),
  answer: () => ({ status: 200, body: { name: 'root', kids: [] } }),
});
const document = openApi({
  title: 'Sample',
  version: '1.2.3',
  contexts: [sampleContext(), sampleContext([trees], 'forest')],
});

interface JsonSchemaChecker {
  validateSchema(schema: unknown): boolean;
  readonly errors?: readonly unknown[] | null;
}
// The validator looks at the frame of the document only; the schemas inside are checked by the library it rests on.
const { Ajv2020 } = createRequire(import.meta.resolve('@seriousme/openapi-schema-validator'))(
  'ajv/dist/2020.js',
) as { Ajv2020: new (options: object) => JsonSchemaChecker };

/** What the official schemas of OpenAPI 3.1 and of JSON Schema 2020-12 have against a document. */
async function faults(candidate: object): Promise<readonly unknown[]> {
  const { valid, errors } = await new Validator().validate(
    structuredClone(candidate) as Record<string, unknown>,
  );
  if (!valid) return [errors].flat();
  const checker = new Ajv2020({ strict: false, validateFormats: false });
  return schemasIn(candidate).flatMap((schema) =>
    checker.validateSchema(schema) ? [] : (checker.errors ?? ['refused']),
  );
}

/** Every value of a field `schema`, and every shared schema. */
function schemasIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const shared =
    'schemas' in value && typeof value.schemas === 'object' ? Object.values(value.schemas ?? {}) : [];
  const own = 'schema' in value ? [value.schema] : [];
  return [...own, ...shared, ...Object.values(value).flatMap(schemasIn)];
}

let web: HttpUnderTest;
beforeAll(async () => {
  web = await httpUnderTest();
});
afterAll(() => web.stop());

it('is a valid OpenAPI 3.1 document', async () => {
  expect(await faults(document)).toEqual([]);
});

it.each<[string, (broken: any) => void]>([
  [
    'an answer without description',
    (broken) => delete broken.paths['/carts/new'].get.responses['200'].description,
  ],
  ['a parameter in no place', (broken) => (broken.paths['/carts/{cartId}'].get.parameters[0].in = 'nowhere')],
  ['a schema with a wrong type', (broken) => (broken.components.schemas.Problem.type = 'thing')],
  [
    'a schema inside with a wrong bound',
    (broken) => (broken.paths['/carts/{cartId}'].get.parameters[0].schema.maxLength = -1),
  ],
  ['no title', (broken) => delete broken.info.title],
])('is checked so that %s is found', async (_, plant) => {
  const broken = structuredClone(document);
  plant(broken);
  expect(await faults(broken)).not.toEqual([]);
});

it('has every reference it makes', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
  const found = (ref: string): unknown =>
    ref
      .slice(2)
      .split('/')
      .reduce<any>((at, step) => at?.[step], document);
  expect(refs.length).toBeGreaterThan(10);
  expect(refs.filter((ref) => found(ref) === undefined)).toEqual([]);
});

it('describes every route, its access, its key and its problems', () => {
  expect(Object.values(document.paths).flatMap((path) => Object.keys(path))).toHaveLength(
    sampleRoutes.length + 1,
  );
  expect(document.paths['/carts/{cartId}/lines']?.['post']).toMatchObject({
    operationId: 'carts_post_carts__cartId_lines',
    tags: ['carts'],
    security: [{ bearer: [] }],
    parameters: [
      { name: 'cartId', in: 'path', required: true, schema: { type: 'string', maxLength: 100 } },
      { name: 'Idempotency-Key', in: 'header', required: true },
    ],
    requestBody: {
      content: {
        'application/json': { schema: { type: 'object', additionalProperties: false, required: ['lines'] } },
      },
    },
    responses: { 201: { content: {} }, default: { $ref: '#/components/responses/Problem' } },
  });
  expect(document.paths['/carts/new']?.['get']).toMatchObject({ security: [] });
});

it('is served', async () => {
  const served = await fetch(`${web.url}/openapi.json`);
  expect(served.headers.get('content-type')).toBe('application/json');
  expect(await served.json()).toEqual(
    openApi({ title: 'Sample', version: '0.0.0', contexts: [sampleContext()] }),
  );
});
