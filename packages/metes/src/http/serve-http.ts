import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { MetesError } from '../base/errors.ts';
import type { RunningContext } from '../runtime/command-request.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type { Failpoints } from '../runtime/ports/failpoints.ts';
import type { Ids } from '../runtime/ports/ids.ts';
import type { Journal } from '../runtime/ports/journal.ts';
import { answerRequest } from './answer-request.ts';
import type { Authenticate } from './bearer-tokens.ts';
import { answerClientError } from './client-error.ts';
import { endpoint, type Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { gracefulStop } from './graceful-stop.ts';
import { defaultLimits, type HttpLimits } from './limits.ts';
import { listen } from './listen.ts';
import { openApi } from './open-api.ts';
import { OpenSockets } from './open-sockets.ts';
import { fixedPage, ownPaths, type Readiness, readyPage } from './own-pages.ts';
import { pathPattern } from './path-pattern.ts';
import { Router } from './router.ts';
import type { OwnPage, Site } from './site.ts';
import { correlationOf, traceparentOf } from './trace-context.ts';

/** What a server of HTTP needs. */
export interface HttpSetting {
  readonly contexts: readonly RunningContext[];
  /** What the API is called in its OpenAPI document and towards clients without a token. */
  readonly title: string;
  /** The version of the API, for the document; `0.0.0` when nothing is said. */
  readonly version?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The address to listen on; `127.0.0.1` when nothing is said. */
  readonly host?: string;
  readonly authenticate: Authenticate;
  readonly limits?: Partial<HttpLimits>;
  /** Whether answers are checked against what their routes declare; they are when nothing is said. */
  readonly validateAnswers?: boolean;
  /** Says why the process is not ready for requests, for `/readyz`; it always is when nothing is said. */
  readonly unready?: Readiness;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly journal: Journal;
  readonly failpoints?: Failpoints | undefined;
}

/** A server that listens. */
export interface RunningHttp {
  /** `http://127.0.0.1:8080`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, answers what is on its way, and closes. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Serves the routes of running contexts, with `/openapi.json`, `/healthz` and `/readyz` beside them.
 *
 * @throws METES_HTTP_ROUTE_TWICE, METES_HTTP_LISTEN, and what `endpoint` throws for routes that do not hold together
 * @example
 * const web = await serveHttp({ contexts: [ordering], title: 'Shop', port: 8080, authenticate: bearerTokens(tokens), clock, ids, journal });
 * await web.stop();
 */
export async function serveHttp(setting: HttpSetting): Promise<RunningHttp> {
  const host = setting.host ?? '127.0.0.1';
  const site = siteOf(setting);
  const server = createServer({
    maxHeaderSize: site.limits.headerBytes,
    headersTimeout: site.limits.headersTimeoutMs,
    requestTimeout: site.limits.requestTimeoutMs,
    keepAliveTimeout: site.limits.keepAliveMs,
    connectionsCheckingInterval: Math.min(1_000, site.limits.headersTimeoutMs, site.limits.requestTimeoutMs),
    // Checked in `answerRequest`, because node:http would answer without problem+json.
    requireHostHeader: false,
  });
  server.maxConnections = site.limits.connections;
  attach(server, site);
  const sockets = new OpenSockets(server);
  const port = await listen(server, setting.port, host);
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    stop: () => {
      site.closing = true;
      return (stopped ??= gracefulStop(server, sockets, site.limits.graceMs));
    },
  };
}

function siteOf(setting: HttpSetting): Site {
  const {
    contexts,
    title,
    version = '0.0.0',
    ids,
    clock,
    journal,
    authenticate,
    failpoints,
    unready,
  } = setting;
  const router = new Router<Endpoint | OwnPage>();
  const limits = { ...defaultLimits, ...setting.limits };
  const site: Site = {
    title,
    router,
    limits,
    authenticate,
    validateAnswers: setting.validateAnswers ?? true,
    clock,
    ids,
    journal,
    failpoints,
    newId: () => ids.next(),
    closing: false,
  };
  const pages: readonly (readonly [string, OwnPage])[] = [
    [
      ownPaths.openApi,
      fixedPage(JSON.stringify(openApi({ title, version, contexts: contexts.map((each) => each.context) }))),
    ],
    [ownPaths.alive, fixedPage('{"status":"alive"}')],
    [ownPaths.ready, readyPage(() => (site.closing ? 'it is stopping' : unready?.()))],
  ];
  for (const [path, page] of pages) router.add('GET', pathPattern(path, title), page);
  for (const running of contexts) {
    for (const route of running.context.routes) {
      const ready = endpoint(route, running);
      const there = router.add(route.method, ready.pattern, ready);
      if (there)
        throw new MetesError('METES_HTTP_ROUTE_TWICE', {
          route: ready.name,
          context: running.context.name,
          other: 'page' in there ? 'a page of the server' : `${there.name} of ${there.running.context.name}`,
        });
    }
  }
  return site;
}

function attach(server: Server, site: Site): void {
  const { ids, clock, journal, limits } = site;
  const current = new WeakMap<Duplex, Exchange>();
  const take = (req: IncomingMessage, res: ServerResponse): void => {
    const id = ids.next();
    const { headers } = req;
    const exchange: Exchange = {
      req,
      res,
      id,
      correlation: correlationOf(headers['x-correlation-id']) ?? id,
      traceparent: traceparentOf(headers['traceparent'] as string | undefined),
      startedAt: clock.now(),
    };
    current.set(req.socket, exchange);
    answerRequest(site, exchange).catch((error: unknown) => {
      journal.error('an answer could not be sent', {
        request: id,
        error: error instanceof Error ? error.stack : String(error),
      });
      res.destroy();
    });
  };
  server.on('request', take);
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  server.on('clientError', (error: Error, socket: Duplex) =>
    answerClientError(error, socket, current.get(socket), ids.next(), limits),
  );
}
