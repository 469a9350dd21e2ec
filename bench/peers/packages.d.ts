/*
 * The few things that are used of each peer, so that the programs are checked without the peers being installed. What
 * is written here wins over the types of the packages; the full ones are theirs.
 */

declare module '@dbos-inc/dbos-sdk' {
  export const DBOS: {
    setConfig(config: {
      name: string;
      systemDatabaseUrl: string;
      systemDatabasePoolSize: number;
      logLevel: string;
    }): void;
    launch(): Promise<void>;
    shutdown(): Promise<void>;
    registerWorkflow<In, Out>(
      run: (input: In) => Promise<Out>,
      options: { name: string },
    ): (input: In) => Promise<Out>;
    runStep<Out>(run: () => Promise<Out>, options: { name: string }): Promise<Out>;
    startWorkflow<In, Out>(
      workflow: (input: In) => Promise<Out>,
      options: { workflowID: string },
    ): (input: In) => Promise<{ getResult(): Promise<Out> }>;
  };
}

declare module '@restatedev/restate-sdk' {
  import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

  export interface Context {
    run<Out>(name: string, action: () => Promise<Out>): Promise<Out>;
  }
  export interface Service<Handlers> {
    readonly name: string;
    readonly handlers?: Handlers;
  }
  export function service<Handlers>(definition: { name: string; handlers: Handlers }): Service<Handlers>;
  export function createEndpointHandler(options: {
    services: readonly Service<unknown>[];
    logger: () => void;
  }): (request: Http2ServerRequest, response: Http2ServerResponse) => void;
}

declare module '@restatedev/restate-sdk-clients' {
  import type { Context, Service } from '@restatedev/restate-sdk';

  interface Options {
    readonly idempotencyKey: string;
  }
  type Client<Handlers> = {
    [Name in keyof Handlers]: Handlers[Name] extends (context: Context, input: infer In) => infer Out
      ? (input: In, options: Options) => Out
      : never;
  };
  export const rpc: { opts(options: Options): Options };
  export function connect(options: { url: string }): {
    serviceClient<Handlers>(service: Service<Handlers>): Client<Handlers>;
  };
}

declare module 'pg-boss' {
  export interface Db {
    executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  }
  interface Job<Data> {
    readonly data: Data;
  }
  interface WorkOptions {
    batchSize: number;
    pollingIntervalSeconds: number;
    notifyPollingIntervalSeconds: number;
  }
  export class PgBoss {
    constructor(options: {
      connectionString: string;
      max: number;
      useListenNotify: boolean;
      schedule: boolean;
    });
    on(event: 'error', listener: (error: Error) => void): this;
    start(): Promise<unknown>;
    stop(options: { graceful: boolean; timeout: number }): Promise<void>;
    createQueue(name: string, options: { notify: boolean; retryLimit: number }): Promise<void>;
    send(name: string, data: object, options: { db: Db }): Promise<string | null>;
    insert(name: string, jobs: { data: object }[], options: { db: Db }): Promise<unknown>;
    work<Data>(
      name: string,
      options: WorkOptions & { transactional: true },
      handler: (jobs: Job<Data>[], transaction: Db) => Promise<unknown>,
    ): Promise<string>;
    work<Data>(
      name: string,
      options: WorkOptions,
      handler: (jobs: Job<Data>[]) => Promise<unknown>,
    ): Promise<string>;
  }
}

declare module 'graphile-worker' {
  export class Logger {
    constructor(factory: () => () => void);
  }
  export const WorkerPreset: object;
  export function run(options: {
    connectionString: string;
    noHandleSignals: boolean;
    taskList: Record<string, (payload: unknown) => Promise<void>>;
    preset: {
      extends: object[];
      worker: {
        concurrentJobs: number;
        maxPoolSize: number;
        localQueue: { size: number };
        completeJobBatchDelay: number;
      };
    };
    logger: Logger;
  }): Promise<{ stop(): Promise<void> }>;
}

declare module '@event-driven-io/emmett' {
  export const projections: { inline(definitions: readonly object[]): readonly object[] };
}

declare module '@event-driven-io/emmett-postgresql' {
  import type { Pool, QueryConfig } from 'pg';

  interface Event<Data> {
    readonly type: string;
    readonly data: Data;
  }
  interface Consumer<Data> {
    reactor(options: {
      processorId: string;
      canHandle: readonly string[];
      eachMessage: (event: Event<Data>) => Promise<unknown>;
    }): unknown;
    start(): Promise<void>;
    close(): Promise<void>;
  }
  export function postgreSQLProjection<Data>(definition: {
    name: string;
    canHandle: readonly string[];
    handle: (
      events: readonly Event<Data>[],
      context: { connection: { client: { query(step: QueryConfig): Promise<unknown> } } },
    ) => Promise<void>;
  }): object;
  export function getPostgreSQLEventStore(
    url: string,
    options: { projections: readonly object[]; connectionOptions: { pool: Pool } },
  ): {
    readonly schema: { migrate(): Promise<unknown> };
    appendToStream(
      stream: string,
      events: readonly Event<unknown>[],
      options: { expectedStreamVersion: bigint },
    ): Promise<unknown>;
    consumer<Data>(options: { pulling: { batchSize: number; pullingFrequencyInMs: number } }): Consumer<Data>;
    close(): Promise<void>;
  };
}
