/** MQTT clients that count what they receive. */
import { connectAsync, type MqttClient } from 'mqtt';

export class Subscribers {
  readonly #clients: MqttClient[];
  #left = 0;
  #done: () => void = () => {};

  private constructor(clients: MqttClient[]) {
    this.#clients = clients;
    for (const client of clients) client.on('message', () => this.#count());
  }

  static async connect(port: number, count: number): Promise<Subscribers> {
    const clients: MqttClient[] = [];
    while (clients.length < count) clients.push(await connectAsync({ host: '127.0.0.1', port, protocolVersion: 4 }));
    return new Subscribers(clients);
  }

  async subscribe(filter: string, qos: 0 | 1): Promise<void> {
    for (const client of this.#clients) await client.subscribeAsync(filter, { qos });
  }

  /** Resolves when all of them together have received so many messages from now on. */
  received(messages: number): Promise<void> {
    this.#left = messages;
    return new Promise((resolve) => {
      this.#done = resolve;
    });
  }

  async close(): Promise<void> {
    for (const client of this.#clients) await client.endAsync(true);
  }

  #count(): void {
    this.#left -= 1;
    if (this.#left === 0) this.#done();
  }
}
