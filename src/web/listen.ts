/** Where the web server listens, and the URL that makes. */
import { listenAt } from '../listen.ts';
import type { WebDeps } from './deps.ts';
import type { WebServer } from './web-server.ts';

/** Listens and returns the port. PMC_PORT_TAKEN, or PMC_CONFIG_INVALID for a host or port that may not be used. */
export function listen(app: WebServer, { host, port, portIsDefault }: WebDeps['http']): Promise<number> {
  return listenAt({ name: 'PORT', host, port, nextFree: portIsDefault }, async (candidate) => {
    const url = new URL(await app.listen({ host, port: candidate }));
    return Number(url.port || candidate);
  });
}

/** The URL of this machine's browsers for a server that listens at `host`. */
export function urlOf(host: string, port: number): string {
  const anywhere = host === '0.0.0.0' || host === '::';
  return `http://${anywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
