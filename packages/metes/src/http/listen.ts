import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MetesError } from '../base/errors.ts';

/**
 * Makes a server listen, and gives the port it got.
 *
 * @throws METES_HTTP_LISTEN
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void => {
      reject(
        new MetesError(
          'METES_HTTP_LISTEN',
          { host, port, reason: cause.code === 'EADDRINUSE' ? 'the port is taken' : cause.message },
          { cause },
        ),
      );
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
