/** A client of /api/v1/stream that reads events as the standard says. */
import type { Test } from 'tap';
import type { Change } from '../../src/domain/change.ts';

export interface ReadEvent {
  /** The last id that was received. */
  id: string;
  event: string;
  change: Change;
}

export class EventClient {
  readonly response: Response;
  /** What a client returns with. */
  lastId = '';
  /** Comments, which keep the connection open. */
  comments = 0;
  readonly #leaving: AbortController;
  readonly #events: AsyncGenerator<ReadEvent>;

  private constructor(response: Response, leaving: AbortController) {
    this.response = response;
    this.#leaving = leaving;
    this.#events = this.#read();
  }

  static async open(t: Test, url: string, headers: Record<string, string> = {}, query = ''): Promise<EventClient> {
    const leaving = new AbortController();
    t.teardown(() => leaving.abort());
    const asked = { headers: { accept: 'text/event-stream', ...headers }, signal: leaving.signal };
    const client = new EventClient(await fetch(new URL(`/api/v1/stream${query}`, url), asked), leaving);
    return client;
  }

  /** Returns the next `count` events. Rejects when the stream ends before. */
  async take(count: number): Promise<ReadEvent[]> {
    const taken: ReadEvent[] = [];
    while (taken.length < count) {
      const { value, done } = await this.#events.next();
      if (done === true) throw new Error(`the stream ended after ${taken.length} of ${count} events`);
      taken.push(value as ReadEvent);
    }
    return taken;
  }

  /** Resolves when the server has ended the stream, with the events until then. */
  async rest(): Promise<ReadEvent[]> {
    const events: ReadEvent[] = [];
    for await (const event of this.#events) events.push(event);
    return events;
  }

  leave(): void {
    this.#leaving.abort();
  }

  async *#read(): AsyncGenerator<ReadEvent> {
    let text = '';
    for await (const chunk of this.response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: ?(.*)/s) as [string, string]));
        if ('' in fields) this.comments += 1;
        this.lastId = fields['id'] ?? this.lastId;
        // Without data, only the id counts.
        if (fields['data'] !== undefined)
          yield { id: this.lastId, event: fields['event'] ?? 'message', change: JSON.parse(fields['data']) as Change };
      }
    }
  }
}
