import type { FuzzEndpoint, FuzzSchema } from './fuzz-endpoint.ts';
import type { FuzzRequest } from './fuzz-request.ts';
import { sampleOf } from './schema-sample.ts';

/** The parts of a request before anything goes wrong with them. */
export interface ProperParts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: string | Buffer | undefined;
  readonly headers: () => Record<string, string>;
}

type Change = Partial<Pick<FuzzRequest, 'method' | 'body'>> & {
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
};

/** Percent-encoded path segments; those that no server may let through come first. */
const badSegments: readonly (readonly [name: string, raw: string, mustRefuse: boolean])[] = [
  ['U+0000', 'a%00', true],
  ['bytes that are no UTF-8', '%ff%fe', true],
  ['a surrogate as bytes', '%ED%A0%80', true],
  ['a broken escape', '%zz', true],
  ['a huge id', 'x'.repeat(5_000), true],
  ['a path upwards', '..%2f..%2fetc', false],
  ['SQL', '%27%20OR%201%3D1--', false],
  ['an emoji', '%F0%9F%98%80', false],
  ['__proto__', '__proto__', false],
  ['a blank', '%20', false],
  ['somebody else', 'nobody-has-this-id', false],
];
const badQueries: readonly (readonly [name: string, raw: string])[] = [
  ['an unknown field', 'nobodyDeclaredThis=1'],
  ['__proto__', '__proto__=1'],
  ['__proto__ in brackets', '__proto__[polluted]=1'],
  ['U+0000', 'a=%00'],
  ['a broken escape', 'a=%zz'],
  ['bytes that are no UTF-8', 'a=%ff'],
  ['a huge text', `a=${'x'.repeat(9_000)}`],
  ['a thousand fields', Array.from({ length: 1_000 }, (_, index) => `f${index}=1`).join('&')],
];

/** What can go wrong around the body: path, query, headers, method. */
export function requestMutations(endpoint: FuzzEndpoint, proper: ProperParts): readonly FuzzRequest[] {
  const shot = (mutation: string, change: Change, mustRefuse = true): FuzzRequest =>
    requestOf(endpoint, proper, mutation, change, mustRefuse);
  const paths = endpoint.pathFields.flatMap(({ name }) =>
    badSegments.map(([what, raw, must]) =>
      shot(`${name}: ${what}`, { target: targetOf(endpoint, proper, { [name]: raw }) }, must),
    ),
  );
  const queries = endpoint.isWebhook
    ? []
    : badQueries.map(([what, raw]) =>
        shot(`query: ${what}`, {
          target: `${targetOf(endpoint, proper)}${proper.query.length > 0 ? '&' : '?'}${raw}`,
        }),
      );
  const fields = endpoint.queryFields.flatMap(({ name, schema, required }) => [
    ...(schema['type'] === 'array'
      ? []
      : [
          shot(`query ${name}: twice`, {
            target: queryTarget(endpoint, proper, [...proper.query, [name, '1'], [name, '1']]),
          }),
        ]),
    ...['', '-1', '1e400', 'NaN', 'x'.repeat(1_000)].map((value) =>
      shot(
        `query ${name}: ${value.slice(0, 10)}`,
        { target: queryTarget(endpoint, proper, replaced(proper.query, name, value)) },
        false,
      ),
    ),
    ...(required
      ? [
          shot(`query ${name}: missing`, {
            target: queryTarget(
              endpoint,
              proper,
              proper.query.filter(([each]) => each !== name),
            ),
          }),
        ]
      : []),
  ]);
  return [...paths, ...queries, ...fields, ...headerMutations(endpoint, shot)];
}

/** The request with some of it changed. */
export function requestOf(
  endpoint: FuzzEndpoint,
  proper: ProperParts,
  mutation: string,
  change: Change,
  mustRefuse: boolean,
): FuzzRequest {
  const headers = Object.entries({ ...proper.headers(), ...change.headers }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return {
    mutation,
    method: change.method ?? endpoint.method,
    target: change.target ?? targetOf(endpoint, proper),
    headers: Object.fromEntries(headers),
    body: 'body' in change ? change.body : proper.body,
    mustRefuse,
  };
}

/** Values for the parameters of an endpoint that its schemas very likely accept. */
export function sampleParts(
  endpoint: FuzzEndpoint,
  resolve: (schema: FuzzSchema) => FuzzSchema,
): Pick<ProperParts, 'path' | 'query'> {
  const text = (schema: FuzzSchema): string => {
    const value = sampleOf(schema, resolve);
    return Array.isArray(value) ? String(value[0] ?? '') : String(value);
  };
  return {
    path: Object.fromEntries(endpoint.pathFields.map(({ name, schema }) => [name, text(schema)])),
    query: endpoint.queryFields.map(({ name, schema }) => [name, text(schema)] as const),
  };
}

function headerMutations(
  endpoint: FuzzEndpoint,
  shot: (mutation: string, change: Change, mustRefuse?: boolean) => FuzzRequest,
): readonly FuzzRequest[] {
  const header = (
    name: string,
    values: readonly (readonly [string, string | undefined])[],
    mustRefuse = true,
  ): FuzzRequest[] =>
    values.map(([what, value]) => shot(`${name}: ${what}`, { headers: { [name]: value } }, mustRefuse));
  return [
    shot('a method that is not declared', { method: 'TRACE', body: undefined }),
    ...header('x-large', [['20,000 characters', 'x'.repeat(20_000)]]),
    ...header(
      'traceparent',
      [
        ['not valid', '00-zz'],
        ['zeros', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`],
      ],
      false,
    ),
    ...header(
      'x-correlation-id',
      [
        ['with blanks', 'a b'],
        ['long', 'x'.repeat(3_000)],
      ],
      false,
    ),
    ...(endpoint.needsToken
      ? header('authorization', [
          ['missing', undefined],
          ['another scheme', 'Basic YTpi'],
          ['empty', 'Bearer '],
          ['unknown', 'Bearer nobody-has-this-token-0123'],
          ['latin-1', 'Bearer \xe9\xe8'],
        ])
      : []),
    ...(endpoint.takesKey
      ? header('idempotency-key', [
          ['empty', ''],
          ['unfinished', '"a'],
          ['300 characters', 'x'.repeat(300)],
          ['latin-1', '"\xe9"'],
          ['a list', 'a, b'],
          ['parameters', '"a";b=1'],
          ...(endpoint.needsKey ? [['missing', undefined] as const] : []),
        ])
      : []),
    ...(endpoint.body
      ? [
          ...header('content-type', [
            ['text/plain', 'text/plain'],
            ['a form', 'application/x-www-form-urlencoded'],
            ['latin-1', 'application/json; charset=latin1'],
            ['multipart', 'multipart/form-data; boundary=a'],
            ['missing', undefined],
          ]),
          ...header('content-encoding', [
            ['gzip', 'gzip'],
            ['unknown', 'zip-bomb'],
          ]),
        ]
      : endpoint.isWebhook
        ? header('content-encoding', [['gzip', 'gzip']])
        : [
            shot('a body where none is declared', {
              body: '{}',
              headers: { 'content-type': 'application/json' },
            }),
          ]),
  ];
}

function targetOf(
  endpoint: FuzzEndpoint,
  proper: ProperParts,
  raw: Readonly<Record<string, string>> = {},
): string {
  const path = endpoint.path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => raw[name] ?? encodeURIComponent(proper.path[name] ?? 'a1'),
  );
  return proper.query.length === 0 ? path : `${path}?${encoded(proper.query)}`;
}

function queryTarget(endpoint: FuzzEndpoint, proper: ProperParts, query: ProperParts['query']): string {
  return targetOf(endpoint, { ...proper, query });
}

function replaced(query: ProperParts['query'], name: string, value: string): ProperParts['query'] {
  return [...query.filter(([each]) => each !== name), [name, value]];
}

function encoded(query: ProperParts['query']): string {
  return query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}
