import { MetesError } from '../base/errors.ts';

/** One segment of a pattern: a fixed text, or the name of a parameter. */
export type PatternSegment = { readonly literal: string } | { readonly parameter: string };

/** The path of a route, taken apart. */
export interface PathPattern {
  readonly segments: readonly PatternSegment[];
  /** The names of its parameters, from left to right. */
  readonly parameters: readonly string[];
}

const literal = /^[A-Za-z0-9._~-]+$/;
const parameter = /^:[A-Za-z][A-Za-z0-9]{0,39}$/;
const reserved = new Set(['constructor', 'prototype']);

/**
 * Takes the path of a route apart.
 *
 * @throws METES_HTTP_PATH_PATTERN
 * @example pathPattern('/orders/:orderId/cancel', 'ordering').parameters // ['orderId']
 */
export function pathPattern(path: string, context: string): PathPattern {
  const refuse = (reason: string): never => {
    throw new MetesError('METES_HTTP_PATH_PATTERN', { path, context, reason });
  };
  if (!path.startsWith('/')) refuse('it does not begin with "/"');
  if (path === '/') return { segments: [], parameters: [] };
  const parameters: string[] = [];
  const segments = path
    .slice(1)
    .split('/')
    .map((text): PatternSegment => {
      if (parameter.test(text)) {
        const name = text.slice(1);
        if (parameters.includes(name) || reserved.has(name))
          refuse(`the parameter ":${name}" is used twice or reserved`);
        parameters.push(name);
        return { parameter: name };
      }
      if (!literal.test(text) || /^\.+$/.test(text))
        refuse(text === '' ? 'it has an empty segment' : `"${text}" is no segment`);
      return { literal: text };
    });
  return { segments, parameters };
}
