/**
 * The only way out of a browser: a proxy on this machine that lets it connect to the hosts of its sources and to no
 * other. A malicious page cannot reach other machines of our network by a call, a form, a redirect, a socket, or a name
 * that resolves to a private address.
 */
import { lookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { Agent, createServer, request as askHost } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, LookupFunction, Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { hostnameOf } from '../net/host.ts';
import { isPublicAddress } from '../net/public-address.ts';

/** Where a browser wants to connect. `path` is null for a tunnel (method CONNECT), whose content is not visible. */
export interface Destination {
  hostname: string;
  port: number;
  path: string | null;
  method: string;
}

/** `public`: only if the name does not resolve to this machine or a private network. */
export type Permission = 'anywhere' | 'public' | 'refused';

export interface GateOptions {
  permissionFor: (destination: Destination) => Permission;
  onRefused: (destination: Destination) => void;
}

export class Gate {
  readonly #options: GateOptions;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true, noDelay: true });
  readonly #sockets = new Set<Socket>();

  /** Listens on a free port of this machine. */
  static async open(options: GateOptions): Promise<Gate> {
    const gate = new Gate(options);
    await new Promise<void>((resolve) => {
      gate.#server.listen(0, '127.0.0.1', resolve);
    });
    return gate;
  }

  private constructor(options: GateOptions) {
    this.#options = options;
    this.#server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
      this.#forward(request, response);
    });
    this.#server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      this.#tunnel(request, socket, head);
    });
    this.#server.on('connection', (socket) => {
      this.#keep(socket);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Closes every connection. */
  close(): void {
    this.#server.close();
    this.#agent.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Forwards a plain HTTP request. When the host fails, the connection is closed, as it would be without the proxy. */
  #forward(request: IncomingMessage, response: ServerResponse): void {
    const { url = '', method = '', socket } = request;
    if (!URL.canParse(url) || !url.startsWith('http:')) return void socket.destroy();
    const destination = destinationOf(url, method);
    const lookUp = this.#admit(destination);
    if (lookUp === undefined) return void socket.destroy();
    const { 'proxy-connection': _, ...headers } = request.headers;
    const asked = askHost({
      host: destination.hostname,
      port: destination.port,
      path: `${destination.path}${new URL(url).search}`,
      method,
      headers,
      agent: this.#agent,
      lookup: lookUp,
    });
    const end = (): void => {
      asked.destroy();
      socket.destroy();
    };
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode!, answer.statusMessage, answer.rawHeaders);
      pipeline(answer, response).catch(end);
    });
    asked.on('error', end);
    pipeline(request, asked).catch(end);
  }

  #tunnel({ url = '' }: IncomingMessage, socket: Socket, head: Buffer): void {
    // The server no longer listens for errors of this socket, and a browser may reset it even while it is refused.
    socket.on('error', () => {
      socket.destroy();
    });
    const destination = URL.canParse(`https://${url}`)
      ? { ...destinationOf(`https://${url}`, 'CONNECT'), path: null }
      : undefined;
    const lookUp = destination && this.#admit(destination);
    if (destination === undefined || lookUp === undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const host = connect({ host: destination.hostname, port: destination.port, lookup: lookUp, noDelay: true });
    this.#keep(host);
    const end = (): void => {
      host.destroy();
      socket.destroy();
    };
    host.on('connect', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      host.write(head);
      pipeline(socket, host, socket).catch(end);
    });
    host.on('error', end);
    socket.on('close', () => {
      host.destroy();
    });
  }

  /** The lookup function for an allowed destination; undefined: the destination is refused. */
  #admit(destination: Destination): LookupFunction | undefined {
    switch (this.#options.permissionFor(destination)) {
      case 'anywhere':
        return lookup as LookupFunction;
      case 'public':
        return lookUpPublic;
      default:
        this.#options.onRefused(destination);
        return undefined;
    }
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
    });
  }
}

/** The destination of a request for `address`. `hostname` is a name, or an IP address without brackets. */
export function destinationOf(address: string, method: string): Destination {
  const { port, protocol, pathname } = new URL(address);
  return {
    hostname: hostnameOf(address),
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    path: pathname,
    method,
  };
}

const lookUpPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...(options as LookupOptions), all: true }, (error, found) => {
    const addresses: LookupAddress[] = error === null ? found.filter(({ address }) => isPublicAddress(address)) : [];
    const [first] = addresses;
    if (first === undefined)
      done(error ?? Object.assign(new Error(`${hostname} has no public address`), { code: 'ENOTFOUND' }), '', 0);
    else if (options.all === true)
      (done as unknown as (error: null, addresses: LookupAddress[]) => void)(null, addresses);
    else done(null, first.address, first.family);
  });
};
