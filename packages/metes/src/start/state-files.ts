import { z } from 'zod';
import { stateFile } from './state-file.ts';

/** Where the databases are: one address for each context's own role, and those of three further roles. Holds passwords. */
export const databasesFile = stateFile(
  'databases.json',
  z.object({
    /** The address of the runtime role of each context. */
    contexts: z.record(z.string(), z.string()),
    /** Reads everything, writes nothing. */
    auditor: z.string(),
    /** Reads what contexts publish. */
    transport: z.string(),
    /** May make roles and schemas; used at start only. */
    admin: z.string(),
  }),
);

/** The content of `databases.json`. */
export type Databases = NonNullable<Awaited<ReturnType<typeof databasesFile.read>>>;

/** Tokens for development, kept over restarts. */
export const tokensFile = stateFile(
  'tokens.json',
  z.object({
    tokens: z.array(
      z.object({ token: z.string(), principal: z.object({ id: z.string(), roles: z.array(z.string()) }) }),
    ),
  }),
);

/** Where things can be reached, as of the last start. */
export const urlsFile = stateFile(
  'urls.json',
  z.object({
    /** The base URL of the process that serves the routes of each context. */
    contexts: z.record(z.string(), z.string()),
    /** The base URL of each companion. */
    companions: z.record(z.string(), z.string()),
  }),
);

/** The content of `urls.json`. */
export type Urls = NonNullable<Awaited<ReturnType<typeof urlsFile.read>>>;
