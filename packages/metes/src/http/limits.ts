/** How much of everything a client may use. */
export interface HttpLimits {
  /** Largest body, in bytes. */
  readonly bodyBytes: number;
  /** Deepest nesting of objects and arrays in a body. */
  readonly jsonDepth: number;
  /** Most object fields in a body, all objects together. */
  readonly jsonFields: number;
  /** Longest path, in characters as sent. */
  readonly pathLength: number;
  /** Longest query, in characters as sent. */
  readonly queryLength: number;
  /** Most fields in a query. */
  readonly queryFields: number;
  /** Largest request line and headers together, in bytes. */
  readonly headerBytes: number;
  /** Most connections at a time; further ones are closed at once. */
  readonly connections: number;
  /** How long the headers of a request may take to arrive, in milliseconds. */
  readonly headersTimeoutMs: number;
  /** How long a whole request may take to arrive, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** How long a connection may stay open without a request, in milliseconds. */
  readonly keepAliveMs: number;
  /** How long requests on their way may take once the server stops, in milliseconds. */
  readonly graceMs: number;
  /** How long a refused client that is still sending may take to read its answer, in milliseconds. */
  readonly lingerMs: number;
}

/** The limits of a server that says nothing else. */
export const defaultLimits: HttpLimits = {
  bodyBytes: 64 * 1024,
  jsonDepth: 32,
  jsonFields: 2_000,
  pathLength: 1_024,
  queryLength: 4_096,
  queryFields: 64,
  headerBytes: 16 * 1024,
  connections: 2_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveMs: 15_000,
  graceMs: 10_000,
  lingerMs: 500,
};
