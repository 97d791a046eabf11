/** The receivers of an opening: a mail server, live pages and an MQTT client. Each notes the time. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { SMTPServer } from 'smtp-server';
import { WebSocket } from 'ws';

const WAIT_MAX_MS = 60_000;

/** The moments, on the monotonic clock, at which something arrived. */
export class Heard {
  readonly at: number[] = [];

  readonly note = (): void => {
    this.at.push(performance.now());
  };

  /** Resolves when `count` have arrived. */
  async until(count: number): Promise<void> {
    for (const end = performance.now() + WAIT_MAX_MS; this.at.length < count; await setTimeout(10)) {
      if (performance.now() > end) throw new Error(`${this.at.length} of ${count} arrived within ${WAIT_MAX_MS} ms`);
    }
  }
}

/** A mail server that notes each accepted mail. */
export async function mailServer(heard: Heard): Promise<{ url: string; close: () => void }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, _session, done) => {
      stream.resume().on('end', () => {
        heard.note();
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
    },
  };
}

/** Opens a live page for `sections`. Resolves when it shows them. */
export async function livePage(url: string, sections: readonly string[], heard: Heard): Promise<WebSocket> {
  const page = new WebSocket(url);
  await once(page, 'open');
  page.send(JSON.stringify({ type: 'subscribe', sections }));
  await once(page, 'message');
  page.on('message', (data: Buffer) => {
    if (data.includes('"type":"change"')) heard.note();
  });
  return page;
}

export async function mqttReader(url: string, heard: Heard): Promise<{ close: () => Promise<void> }> {
  const client = await connectAsync(url, { protocolVersion: 4 });
  client.on('message', heard.note);
  await client.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
  return { close: () => client.endAsync() };
}
