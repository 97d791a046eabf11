/** A port of this machine that nobody listens on. */
import { once } from 'node:events';
import { createServer } from 'node:net';

const LAST_PORT = 65_535;

/** The first free one from `from` on, on 127.0.0.1. */
export async function freePort(from: number): Promise<number> {
  for (let port = from; port <= LAST_PORT; port++) {
    const server = createServer();
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new RangeError(`no port from ${from} on is free`);
}
