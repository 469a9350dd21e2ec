import type { Json } from '../base/json.ts';
import { toJson } from '../base/json.ts';
import type { JsonSchema } from '../contract/compatibility/json-schema.ts';
import { topicOf } from '../contract/broker-names.ts';
import type { Contract } from '../contract/contract.ts';
import { contractReaders, publishedVersions } from '../model/readers.ts';
import { registryFileOf } from '../model/registry/index.ts';
import type { ContextMap } from '../model/system-map.ts';

/** What a document is made from. */
export interface AsyncApiSetting {
  readonly title: string;
  readonly version: string;
}

/** An AsyncAPI 3.0 document. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly channels: { readonly [name: string]: Json };
  readonly operations: { readonly [name: string]: Json };
  readonly components: { readonly messages: { readonly [name: string]: Json } };
}

const schemaFormat = 'application/schema+json;version=draft-2020-12';
const text = { type: 'string', minLength: 1, maxLength: 200 };

/**
 * Describes the contracts of a map as an AsyncAPI 3.0 document: a channel for each contract, a message for each version
 * with its envelope and JSON Schema, who sends and who receives.
 *
 * @throws METES_SCHEMA_NO_JSON
 * @example asyncApi(shop, { title: 'Shop', version: '1.0.0' }).channels['ordering.order-placed'];
 */
export function asyncApi(map: ContextMap, { title, version }: AsyncApiSetting): AsyncApiDocument {
  const channels: Record<string, Json> = {};
  const operations: Record<string, Json> = {};
  const messages: Record<string, Json> = {};
  for (const context of map.contexts) {
    for (const { contract: declared } of context.publishes) {
      const contract = declared.whole;
      const name = contract.contract;
      const { versions } = registryFileOf(contract, context.team);
      const out = publishedVersions(contract);
      for (const [key, { schema }] of Object.entries(versions)) {
        messages[`${name}.${key}`] = {
          name: `${name}.${key}`,
          title: `${name}, version ${key.slice(1)}`,
          contentType: 'application/cloudevents+json',
          ...(!out.includes(Number(key.slice(1))) && { 'x-metes-withdrawn': true }),
          payload: { schemaFormat, schema: envelopeSchema(name, key, schema) },
        } as Json;
      }
      channels[name] = {
        address: topicOf(name),
        title: name,
        description: `Published by ${context.name} (team ${context.team}); ${contract.compatibility}`,
        messages: Object.fromEntries(
          Object.keys(versions).map((key) => [key, { $ref: `#/components/messages/${name}.${key}` }]),
        ),
      };
      operations[`${context.name}.send.${name}`] = operation('send', context.name, name, out);
    }
    for (const [name, read] of reads(contractReaders(context).map((each) => each.contract)))
      operations[`${context.name}.receive.${name}`] = operation('receive', context.name, name, read);
  }
  return toJson({
    asyncapi: '3.0.0',
    info: { title, version, tags: map.contexts.map(({ name, purpose }) => ({ name, description: purpose })) },
    defaultContentType: 'application/cloudevents+json',
    channels,
    operations,
    components: { messages },
  }) as unknown as AsyncApiDocument;
}

function reads(contracts: readonly Contract[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const { contract, reads: version } of contracts)
    found.set(contract, [...new Set([...(found.get(contract) ?? []), version])]);
  return found;
}

function operation(
  action: 'send' | 'receive',
  context: string,
  name: string,
  versions: readonly number[],
): Json {
  return {
    action,
    channel: { $ref: `#/channels/${name}` },
    messages: versions.map((version) => ({ $ref: `#/channels/${name}/messages/v${version}` })),
    tags: [{ name: context }],
  };
}

/** The envelope with the data of one version of a contract; attributes of other systems may stand beside. */
function envelopeSchema(name: string, version: string, data: JsonSchema): Json {
  const envelope = {
    specversion: { const: '1.0' },
    id: { type: 'string', format: 'uuid' },
    source: { const: `/contexts/${name.slice(0, name.indexOf('.'))}` },
    type: { const: `${name}.${version}` },
    subject: text,
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    dataschema: { const: `urn:metes:contract:${name}:${version}` },
    correlationid: text,
    causationid: text,
    sequence: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
    data,
  };
  return {
    type: 'object',
    properties: { ...envelope, traceparent: { type: 'string', maxLength: 100 } } as Json,
    required: Object.keys(envelope),
  };
}
