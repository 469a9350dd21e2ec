import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

/** Posts raw bodies to one endpoint over kept-alive connections. */
export class WebhookPost {
  readonly #plain = new PlainAgent({ keepAlive: true });
  readonly #secure = new SecureAgent({ keepAlive: true });
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** The status of the answer, or 0 when there was none in time; never rejects. */
  send(url: string, rawBody: string, signature: string | undefined): Promise<number> {
    return new Promise((resolve) => {
      const secure = url.startsWith('https:');
      const body = Buffer.from(rawBody);
      const headers: Record<string, string | number> = {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': body.length,
        'User-Agent': 'Stripe/1.0 (simulated provider)',
        ...(signature === undefined ? {} : { 'Stripe-Signature': signature }),
      };
      try {
        const request = (secure ? secureRequest : plainRequest)(
          url,
          { method: 'POST', headers, agent: secure ? this.#secure : this.#plain, timeout: this.#timeoutMs },
          (response) => {
            // The body has to be read for the connection to be used again.
            response.resume();
            response.once('close', () => resolve(response.complete ? (response.statusCode ?? 0) : 0));
          },
        );
        request.once('timeout', () => request.destroy());
        request.once('error', () => resolve(0));
        request.end(body);
      } catch {
        resolve(0);
      }
    });
  }

  /** Drops every connection. */
  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}
