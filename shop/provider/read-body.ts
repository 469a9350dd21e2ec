import type { IncomingMessage } from 'node:http';
import { ProviderRefusal } from './provider-refusal.ts';

/** The largest body that is read, in bytes. */
const LARGEST_BODY = 256 * 1024;

/** The whole body as text; 413 when it is too large. */
export function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY) {
        chunks.push(chunk);
        return;
      }
      request.removeAllListeners('data');
      request.pause();
      reject(
        new ProviderRefusal(413, {
          type: 'invalid_request_error',
          message: `The body is larger than ${LARGEST_BODY} bytes.`,
        }),
      );
    });
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
    // A request that was read to its end closes too.
    request.once('close', () => {
      if (!request.readableEnded) reject(new Error('the request was aborted'));
    });
  });
}
