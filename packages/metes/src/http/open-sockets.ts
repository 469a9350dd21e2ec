import type { Socket } from 'node:net';
import type { Server } from 'node:http';

/** The connections of a server, so that it can stop without waiting for clients that never sent anything. */
export class OpenSockets {
  readonly #open = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
    });
  }

  /** Closes the connections on which nothing was ever received; node:http counts them as busy. */
  closeSilent(): void {
    for (const socket of this.#open) if (socket.bytesRead === 0) socket.destroy();
  }
}
