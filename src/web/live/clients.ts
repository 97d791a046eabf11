/** The total cost of all live connections of one client. */
import { webError } from '../errors.ts';
import { KEYS_PER_CLIENT, UNREAD_PER_CLIENT } from '../limits.ts';

export interface Client {
  readonly key: string;
  sockets: number;
  keys: number;
  unreadBytes: number;
}

export class Clients {
  readonly #clients = new Map<string, Client>();
  readonly #limit: number;

  /** `limit`: connections per client. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts a new connection. Throws PMC_LIVE_LIMIT. */
  enter(key: string): Client {
    const client = this.#clients.get(key) ?? { key, sockets: 0, keys: 0, unreadBytes: 0 };
    if (client.sockets >= this.#limit) throw webError('PMC_LIVE_LIMIT', { limit: this.#limit, what: 'connections' });
    client.sockets += 1;
    this.#clients.set(key, client);
    return client;
  }

  leave(client: Client): void {
    client.sockets -= 1;
    if (client.sockets === 0) this.#clients.delete(client.key);
  }

  /** Returns whether the client reads the answers it asked for. */
  reads(key: string): boolean {
    return (this.#clients.get(key)?.unreadBytes ?? 0) <= UNREAD_PER_CLIENT;
  }
}

/** Throws PMC_LIVE_LIMIT if `more` sections would be too many. */
export function allowKeys(client: Client, more: number): void {
  if (client.keys + more > KEYS_PER_CLIENT)
    throw webError('PMC_LIVE_LIMIT', { limit: KEYS_PER_CLIENT, what: 'subscriptions' });
}
