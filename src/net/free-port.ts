/** Finds free ports of this machine. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

const LAST_PORT = 65_535;

/** Returns the first free port on `host`, counting up from `from`. If `from` is 0, returns any free port. */
export async function freePort(from: number, host: string): Promise<number> {
  for (let port = from; port <= LAST_PORT; port++) {
    const found = await probe(port, host);
    if (found !== undefined) return found;
  }
  throw new RangeError(`no port from ${from} on is free`);
}

/** Port 0 means any port and is always free. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  return (await probe(port, host)) !== undefined;
}

/** Listens for a moment. Returns the port, or undefined if it is taken. */
async function probe(port: number, host: string): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  const found = (server.address() as AddressInfo).port;
  server.close();
  await once(server, 'close');
  return found;
}
