/** Ports of this machine that nobody listens on. */
import { once } from 'node:events';
import { createServer } from 'node:net';

const LAST_PORT = 65_535;

/** The first free one from `from` on, on `host`. */
export async function freePort(from: number, host: string): Promise<number> {
  for (let port = from; port <= LAST_PORT; port++) if (await isPortFree(port, host)) return port;
  throw new RangeError(`no port from ${from} on is free`);
}

/** Port 0, which means any, is always free. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
  server.close();
  await once(server, 'close');
  return true;
}
