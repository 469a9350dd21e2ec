import { randomUUID } from 'node:crypto';
import { type Agent, request } from 'node:http';
import type { FuzzEndpoint } from './fuzz-endpoint.ts';

/** A request as it goes out. */
export interface FuzzRequest {
  readonly mutation: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  /** True when anything but a refusal is a fault. */
  readonly mustRefuse: boolean;
}

/** What came back; status 0 when nothing did. */
export interface FuzzResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The headers of a request in which nothing is wrong. */
export function properHeaders(
  { needsToken, takesKey, body }: FuzzEndpoint,
  token: string,
): Record<string, string> {
  return {
    ...(needsToken && { authorization: `Bearer ${token}` }),
    ...(takesKey && { 'idempotency-key': `"fuzz-${randomUUID()}"` }),
    ...(body && { 'content-type': 'application/json' }),
  };
}

/** Sends a request. A connection that the server closed while it was idle is tried once more. */
export function shoot(
  base: URL,
  agent: Agent,
  { method, target, headers, body }: FuzzRequest,
  again = true,
): Promise<FuzzResponse> {
  return new Promise((resolve) => {
    const length = body === undefined || body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    let answered = false;
    const sent = request(
      {
        host: base.hostname,
        port: base.port,
        agent,
        method,
        path: target,
        headers: { ...headers, ...length },
      },
      (response) => {
        answered = true;
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        const finish = (): void =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            body: text,
          });
        response.on('end', finish).on('error', finish);
      },
    );
    sent.on('error', () => {
      // After the answer this only says that the server did not read on.
      if (sent.reusedSocket && again && !answered)
        resolve(
          shoot(base, agent, { method, target, headers, body, mutation: '', mustRefuse: false }, false),
        );
      else if (!answered) resolve({ status: 0, contentType: '', body: '' });
    });
    sent.end(body === undefined || body === '' ? undefined : body);
  });
}
