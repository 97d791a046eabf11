/** A real HTTP server that takes messages, for tests of webhooks and push. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Test } from 'tap';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export class Receiver {
  /** Every request, in the order in which they ended. */
  readonly received: Received[] = [];
  /** How the next requests are answered. */
  answer: (response: ServerResponse) => void = (response) => void response.writeHead(204).end();
  /** Without a slash at the end. */
  url = '';

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    this.received.push({ method, path: url, headers, body: await buffer(request) });
    this.answer(response);
  }

  status(code: number, headers: Record<string, string> = {}): void {
    this.answer = (response) => void response.writeHead(code, headers).end();
  }
}

/** Starts a receiver on the loopback interface. It ends with the test, even if requests hang. */
export async function receiver(t: Test): Promise<Receiver> {
  const taking = new Receiver();
  const server = createServer((request, response) => void taking.take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  taking.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return taking;
}
