import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy between a client and a server, that misbehaves when it is told to. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** The next request that contains the text reaches the server; its answer is dropped and the connection cut. */
  loseAnswerTo(text: string): void;
  /** Cuts all connections. */
  cut(): void;
  /** While true, nothing passes in either direction, and nobody is told. */
  blackHole(on: boolean): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function tcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let wanted: string | undefined;
  let hole = false;
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    let dropping = false;
    const end = (): void => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (chunk: Buffer) => {
      if (hole) return;
      if (wanted !== undefined && chunk.includes(wanted)) {
        wanted = undefined;
        dropping = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (hole) return;
      if (dropping) end();
      else client.write(chunk);
    });
    for (const socket of pair) socket.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const sockets of pairs) for (const socket of sockets) socket.destroy();
    pairs.clear();
  };
  const close = async (): Promise<void> => {
    cut();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    port: (server.address() as AddressInfo).port,
    loseAnswerTo: (text) => (wanted = text),
    cut,
    blackHole: (on) => (hole = on),
    close,
    [Symbol.asyncDispose]: close,
  };
}
