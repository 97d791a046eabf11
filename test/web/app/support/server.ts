/** A small fake server for the built pages, as in the API contract. Tests control what it answers. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import Negotiator from 'negotiator';
import { type WebSocket, WebSocketServer } from 'ws';
import { sectionWatch } from '../../../support/watches.ts';
import type { Change } from '../../../../src/domain/change.ts';
import type { SectionState } from '../../../../src/domain/section.ts';
import type { Watch } from '../../../../src/domain/watch.ts';
import type { Message } from '../../../../src/web/contract/message.ts';
import type { SearchAnswer } from '../../../../src/web/contract/search.ts';
import type { Session } from '../../../../src/web/contract/session.ts';
import { languageFor } from '../../../../src/words/language.ts';
import { firstPaint } from '../../../../src/web/pages/first-paint.ts';
import { ABOUT, STATS } from './page-data.ts';
import { withSeats } from './sample.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** As strict as the real server's policy: the browser refuses anything inline or from another origin. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; object-src 'none'; base-uri 'self'";

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}
export type Route = (body: unknown, request: IncomingMessage) => Answer;

export class PageServer {
  readonly sections = new Map<string, SectionState>();
  watches: Watch[] = [];
  messages: Message[] = [];
  session: Session | null = null;
  about = ABOUT;
  stats = STATS;
  /** Requests in order, as `METHOD path`. */
  readonly asked: string[] = [];
  readonly frames: { type: string; sections: string[]; since?: string }[] = [];
  /** Routes by `METHOD /path`. Set one to override it or to add it. */
  readonly routes = new Map<string, Route>();
  url = '';

  onOperator: (socket: WebSocket) => void = (socket) => socket.close();

  readonly #changes: Change[] = [];
  readonly #subscribed = new Map<WebSocket, Set<string>>();
  readonly #sockets = new WebSocketServer({ noServer: true });
  #reachable = true;
  readonly #http = createServer((request, response) => {
    void this.#answer(request, response);
  });

  readonly #pagesDir: string;

  /** `pagesDir`: the directory of the built pages. */
  constructor(pagesDir: string, sections: SectionState[]) {
    this.#pagesDir = pagesDir;
    for (const state of sections) this.sections.set(state.section, state);
    this.#defaults();
    this.#http.on('upgrade', (request, socket, head) => {
      if (!this.#reachable) socket.destroy();
      else
        this.#sockets.handleUpgrade(request, socket, head, (client) =>
          request.url === '/ws/operator' ? this.onOperator(client) : this.#join(client),
        );
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.cutConnections();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** Simulates a look that sees these seats: stores the state and sends the changes to subscribers. */
  see(section: string, capacity: number, enrolled: number): void {
    const at = new Date().toISOString();
    const { state, changes } = withSeats(this.sections.get(section)!, capacity, enrolled, at);
    this.sections.set(section, state);
    for (const change of changes) {
      this.#changes.push(change);
      this.#tell(section, { type: 'change', cursor: String(this.#changes.length), change });
    }
    this.#tell(section, {
      type: 'checked',
      section,
      checkedAt: at,
      nextCheckAt: new Date(Date.now() + 45_000).toISOString(),
    });
  }

  /** Ends all live connections. New ones are refused until `letIn`. */
  cutConnections(): void {
    this.#reachable = false;
    for (const client of this.#sockets.clients) client.terminate();
  }

  letIn(): void {
    this.#reachable = true;
  }

  #tell(section: string, frame: object): void {
    for (const [client, wanted] of this.#subscribed) if (wanted.has(section)) client.send(JSON.stringify(frame));
  }

  #join(client: WebSocket): void {
    const wanted = new Set<string>();
    this.#subscribed.set(client, wanted);
    client.on('close', () => this.#subscribed.delete(client));
    client.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as (typeof this.frames)[number];
      this.frames.push(frame);
      if (frame.type !== 'subscribe') return frame.sections.forEach((section) => wanted.delete(section));
      for (const section of frame.sections) wanted.add(section);
      if (frame.since !== undefined) {
        this.#changes.forEach((change, index) => {
          if (index >= Number(frame.since) && wanted.has(change.section))
            client.send(JSON.stringify({ type: 'change', cursor: String(index + 1), change }));
        });
      }
      const sections = frame.sections.map(
        (section) => this.sections.get(section) ?? { section, status: 'unknown', version: 0 },
      );
      client.send(JSON.stringify({ type: 'snapshot', cursor: String(this.#changes.length), reset: false, sections }));
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    if (pathname === '/') return this.#page(Object.fromEntries(searchParams), request, response);
    if (!pathname.startsWith('/api') && pathname !== '/status') return this.#file(pathname, response);
    this.asked.push(`${request.method} ${pathname}`);
    const body = await text(request);
    const route =
      this.routes.get(`${request.method} ${pathname}`) ??
      this.routes.get(`${request.method} ${pathname.replace(/[^/]+$/, ':id')}`);
    const answer =
      route?.(body === '' ? undefined : JSON.parse(body), request) ??
      problem(404, 'PMC_ROUTE_NOT_FOUND', 'no such route');
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  async #page(query: Record<string, string>, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const html = await readFile(join(this.#pagesDir, 'index.html'), 'utf8');
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY });
    const language = this.session?.language ?? languageFor(new Negotiator(request).languages());
    response.end(firstPaint(html, { about: this.about, session: this.session }, query, language));
  }

  async #file(pathname: string, response: ServerResponse): Promise<void> {
    const name = pathname === '/operator' ? 'operator.html' : pathname;
    const content = await readFile(join(this.#pagesDir, name)).catch(() => null);
    response.writeHead(content === null ? 404 : 200, {
      'content-type': TYPES[extname(name)] ?? 'text/plain',
      'content-security-policy': POLICY,
    });
    response.end(content ?? 'not found');
  }

  #defaults(): void {
    const { routes } = this;
    routes.set('GET /api/v1/about', () => ({ status: 200, body: this.about }));
    routes.set('GET /api/v1/session', () => (this.session ? { status: 200, body: this.session } : NOT_SIGNED_IN));
    routes.set('DELETE /api/v1/session', () => {
      this.session = null;
      return { status: 204 };
    });
    routes.set('GET /api/v1/search', (_, { url }) => {
      const wanted = new URL(url!, this.url).searchParams.get('q')!.toLowerCase();
      const sections = [...this.sections.values()].filter(({ subject, catalogNumber, title, classNumber }) =>
        `${subject} ${catalogNumber} ${title} ${classNumber}`.toLowerCase().includes(wanted),
      );
      return answerOf(sections);
    });
    for (const section of this.sections.keys())
      routes.set(`GET /api/v1/sections/${section}/stats`, () => ({ status: 200, body: this.stats }));
    routes.set('GET /api/v1/watches', () =>
      this.session ? { status: 200, body: { watches: this.watches } } : NOT_SIGNED_IN,
    );
    routes.set('GET /api/v1/me/messages', () =>
      this.session ? { status: 200, body: { messages: this.messages } } : NOT_SIGNED_IN,
    );
    routes.set('POST /api/v1/watches', (body) => {
      const { section, ...terms } = body as { section: string };
      const watch = sectionWatch(`w${this.watches.length + 1}`, section, terms);
      this.watches.push(watch);
      return { status: 201, body: watch };
    });
    routes.set('PATCH /api/v1/watches/:id', (body, { url }) => {
      const watch = this.watches.find(({ id }) => url!.endsWith(id))!;
      const { pausedUntil = null, ...patch } = body as Partial<Watch>;
      const paused = pausedUntil === null ? patch.paused : true;
      return { status: 200, body: Object.assign(watch, patch, paused !== undefined && { paused, pausedUntil }) };
    });
    routes.set('DELETE /api/v1/watches/:id', (_, { url }) => {
      this.watches = this.watches.filter(({ id }) => !url!.endsWith(id));
      return { status: 204 };
    });
  }
}

/** A complete answer of the search. */
export function answerOf(sections: SectionState[], rest: Partial<SearchAnswer> = {}): Answer {
  const asOf = new Date().toISOString();
  const body = { sections, term: '2267', total: sections.length, truncated: false, asOf, complete: true, ...rest };
  return { status: 200, body };
}

export function problem(status: number, code: string, message: string): Answer {
  return { status, body: { statusCode: status, code, error: 'Error', message } };
}

const NOT_SIGNED_IN = problem(401, 'PMC_NOT_SIGNED_IN', 'sign in first');
