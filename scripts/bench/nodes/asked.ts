/** The searches that the campus in this process was asked for. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Owner } from '../../../test/support/mongo-server.ts';

const REQUESTS = 'http.server.request.start';

export class Asked {
  #urls: string[] = [];

  constructor(owner: Owner) {
    const note = (message: unknown): void => {
      const { request } = message as { request: IncomingMessage };
      if (request.method === 'GET' && request.url?.includes('/search/classes?')) this.#urls.push(request.url);
    };
    subscribe(REQUESTS, note);
    owner.teardown(() => unsubscribe(REQUESTS, note));
  }

  /** Forgets the earlier ones. */
  reset(): void {
    this.#urls = [];
  }

  get count(): number {
    return this.#urls.length;
  }

  /** How many asked for what another one had asked for. */
  get twice(): number {
    return this.#urls.length - new Set(this.#urls).size;
  }
}
