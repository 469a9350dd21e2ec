import type { Server } from 'node:http';
import type { OpenSockets } from './open-sockets.ts';

/**
 * Stops a server: no new connections, idle ones closed, requests on their way answered; what is still open after
 * `graceMs` milliseconds is cut.
 */
export function gracefulStop(server: Server, sockets: OpenSockets, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
    sockets.closeSilent();
  });
}
