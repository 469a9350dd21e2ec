import { Agent, request } from 'node:http';

/** An answer, its body read to the end. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends JSON requests over connections that stay open, with as little work as Node allows: the client shares the cores. */
export class Requests {
  readonly #agent: Agent;
  readonly #url: URL;

  constructor(url: string, connections: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  post(path: string, token: string, key: string, body?: unknown): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      'idempotency-key': `"${key}"`,
    };
    if (text !== undefined) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(Buffer.byteLength(text));
    }
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const sent = request(
        { agent: this.#agent, method: 'POST', hostname, port, path, headers },
        (response) => {
          let read = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (read += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: read }));
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
