/** The smallest transport over MQTT: QoS 0, one connection, one subscription at the broker for each topic. */
import { connectAsync, type MqttClient } from 'mqtt';
import { matches, runtimeError, type Subscription, type Transport } from '../src/runtime/index.ts';

type Receive = (topic: string, payload: string) => void;

export class MqttTransport implements Transport {
  readonly #client: MqttClient;
  readonly #receivers = new Map<Receive, string>();

  static async connect(url: string): Promise<MqttTransport> {
    return new MqttTransport(await connectAsync(url, { queueQoSZero: false }));
  }

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload) => {
      for (const [receive, filter] of this.#receivers) if (matches(filter, topic)) receive(topic, payload.toString());
    });
  }

  async publish(topic: string, payload: string): Promise<void> {
    await this.#client.publishAsync(topic, payload).catch((error: Error) => {
      throw runtimeError('RUNTIME_TRANSPORT_UNAVAILABLE', { reason: error.message }, error);
    });
  }

  async subscribe(topic: string, receive: Receive): Promise<Subscription> {
    const own: Receive = (...message) => receive(...message);
    this.#receivers.set(own, topic);
    await this.#client.subscribeAsync(topic);
    return {
      close: async () => {
        this.#receivers.delete(own);
      },
    };
  }

  async close(): Promise<void> {
    await this.#client.endAsync();
  }
}
