import type { Json } from '../base/json.ts';

const text = { type: 'string' } as const;

/** The JSON Schema of `Problem`. */
export const problemSchema: Json = {
  type: 'object',
  description: 'Problem details (RFC 9457) with a code',
  properties: {
    type: { type: 'string', format: 'uri' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text,
    instance: { type: 'string', description: 'urn:uuid: and the id of the request' },
    code: { type: 'string', description: 'A METES_ code, or DOMAIN_RULE_BROKEN' },
    hint: text,
    subject: { type: 'string', description: 'Whose rule said no' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: text, message: text }, required: ['path', 'message'] },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
};
