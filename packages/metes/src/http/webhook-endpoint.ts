import { MetesError } from '../base/errors.ts';
import type { Notification, WebhookRoute } from '../model/route.ts';
import type { Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { checkEncoding } from './input.ts';
import { readBody } from './read-body.ts';
import { isUnforeseen } from './problem.ts';
import type { Site } from './site.ts';
import type { Reply } from './write-endpoint.ts';

const accepted = { status: 204, headers: {}, body: '' } as const;

/**
 * Takes a notification of an outside party: the port checks the signature over the bytes as they came, and the command
 * it leads to takes effect once per id of the notification. Undefined when the client went away.
 *
 * @throws METES_HTTP_NOTIFICATION_REFUSED, METES_HTTP_NOTIFICATION_UNREADABLE, METES_HTTP_ENCODING, METES_HTTP_BODY_TOO_LARGE, what RunningContext.send throws
 */
export async function takeNotification(
  site: Site,
  { running, name }: Endpoint,
  route: WebhookRoute,
  exchange: Exchange,
): Promise<Reply | undefined> {
  const { req, res } = exchange;
  checkEncoding(req.headers);
  const bytes = await readBody(req, res, site.limits.bodyBytes);
  if (!bytes) return undefined;
  const header = (wanted: string): string | undefined => {
    const value = req.headers[wanted.toLowerCase()];
    return typeof value === 'string' ? value : undefined;
  };
  const port = running.port(route.through.port);
  const notification = understood(() => route.accept(port, bytes, header), site, name, exchange);
  if (!notification) throw new MetesError('METES_HTTP_NOTIFICATION_REFUSED');
  const { id, command } = notification;
  if (!command) return { answer: accepted, replayed: false };
  const outcome = await running.send({
    command,
    correlation: exchange.correlation,
    causation: exchange.id,
    traceparent: exchange.traceparent,
    // The sender may word a repetition differently (a new timestamp, another order of fields): its id says that it is one.
    idempotency: { principal: `webhook:${route.through.port}`, route: name, key: id, fingerprint: id },
    answer: () => accepted,
  });
  return { answer: accepted, replayed: outcome.replayed };
}

/** What is signed and not in the agreed form is the sender's doing: it is told so, and sends it again later. */
function understood(
  read: () => Notification | undefined,
  { journal }: Site,
  route: string,
  { id }: Exchange,
): Notification | undefined {
  try {
    return read();
  } catch (cause) {
    if (!isUnforeseen(cause)) throw cause;
    journal.error('a notification cannot be understood', { request: id, route, error: String(cause) });
    throw new MetesError('METES_HTTP_NOTIFICATION_UNREADABLE', {}, { cause });
  }
}
