const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const plain = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;

/** The header `traceparent` of W3C trace context, or undefined when it is missing or not valid. */
export function traceparentOf(header: string | undefined): string | undefined {
  return header !== undefined && form.test(header) ? header : undefined;
}

/** The correlation id that a client gave, or undefined when it is missing or not 1 to 100 plain characters. */
export function correlationOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && plain.test(header) ? header : undefined;
}
