/** Knows which connections are subscribed to which sections, and sends them frames. */
import type { ServerFrame } from '../contract/frames.ts';
import type { Connection } from './connection.ts';
import { encode } from './protocol.ts';

export class Subscriptions {
  readonly #listeners = new Map<string, Set<Connection>>();

  /** The sections that have a subscriber. */
  get sections(): string[] {
    return [...this.#listeners.keys()];
  }

  has(section: string): boolean {
    return this.#listeners.has(section);
  }

  add(connection: Connection, sections: readonly string[]): void {
    for (const section of sections) {
      if (!connection.sections.has(section)) connection.client.keys += 1;
      connection.sections.add(section);
      const listeners = this.#listeners.get(section) ?? new Set();
      this.#listeners.set(section, listeners.add(connection));
    }
  }

  remove(connection: Connection, sections: readonly string[]): void {
    for (const section of sections) {
      if (connection.sections.delete(section)) connection.client.keys -= 1;
      const listeners = this.#listeners.get(section);
      listeners?.delete(connection);
      if (listeners?.size === 0) this.#listeners.delete(section);
    }
  }

  /** Sends a frame about a section to all its subscribers. The frame is encoded once. Returns how many there are. */
  push(section: string, frame: ServerFrame): number {
    const listeners = this.#listeners.get(section);
    if (listeners === undefined) return 0;
    const text = encode(frame);
    for (const connection of listeners) connection.push(text);
    return listeners.size;
  }
}
