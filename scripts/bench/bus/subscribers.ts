/** MQTT clients that count what they receive. */
import { connectAsync, type MqttClient } from 'mqtt';
import { inTime } from '../in-time.ts';

export class Subscribers {
  readonly #clients: MqttClient[];
  #left = 0;
  #lost: (error: Error) => void = () => {};
  /** Is called when so many are left. */
  #next = { left: 0, reached: (): void => {} };

  private constructor(clients: MqttClient[]) {
    this.#clients = clients;
    for (const client of clients) {
      client.on('message', () => this.#count());
      client.on('close', () =>
        this.#lost(new Error(`the broker dropped a subscriber that lacked ${this.#left} messages`)),
      );
    }
  }

  static async connect(port: number, count: number): Promise<Subscribers> {
    const clients: MqttClient[] = [];
    while (clients.length < count) clients.push(await connectAsync({ host: '127.0.0.1', port, protocolVersion: 4 }));
    return new Subscribers(clients);
  }

  async subscribe(filter: string, qos: 0 | 1): Promise<void> {
    for (const client of this.#clients) await client.subscribeAsync(filter, { qos });
  }

  /** So many messages are to come to all of them together from now on. */
  expect(messages: number): void {
    this.#left = messages;
  }

  /** Resolves when at most `left` messages are still to come. Rejects if the broker drops one, and after a minute. */
  until(left: number): Promise<void> {
    if (this.#left <= left) return Promise.resolve();
    const reached = new Promise<void>((resolve, reject) => {
      this.#next = { left, reached: resolve };
      this.#lost = reject;
    });
    return inTime(reached, `${this.#left - left} messages to ${this.#clients.length} subscribers`);
  }

  async close(): Promise<void> {
    this.#lost = () => {};
    for (const client of this.#clients) await client.endAsync(true);
  }

  #count(): void {
    this.#left -= 1;
    if (this.#left === this.#next.left) this.#next.reached();
  }
}
