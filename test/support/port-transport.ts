/**
 * Lets threads reach a memory transport: each subscription and publication crosses one MessagePort. For the runtime's
 * own tests.
 */
import type { MessagePort } from 'node:worker_threads';
import type { Subscription, Transport } from '../../src/runtime/index.ts';

type FromThread =
  | { type: 'subscribe' | 'unsubscribe'; id: number; topic: string }
  | { type: 'publish'; topic: string; payload: string };
type ToThread = { type: 'subscribed'; id: number } | { type: 'delivery'; id: number; topic: string; payload: string };

/** The main thread's side. */
export function acceptOn(transport: Transport): (port: MessagePort) => void {
  return (port) => {
    const subscriptions = new Map<number, Subscription>();
    const send = (message: ToThread): void => port.postMessage(message);
    const serve = async (message: FromThread): Promise<void> => {
      switch (message.type) {
        case 'publish':
          return transport.publish(message.topic, message.payload);
        case 'unsubscribe':
          return subscriptions.get(message.id)?.close();
        case 'subscribe':
          subscriptions.set(
            message.id,
            await transport.subscribe(message.topic, (topic, payload) =>
              send({ type: 'delivery', id: message.id, topic, payload }),
            ),
          );
          return send({ type: 'subscribed', id: message.id });
        default:
          return message satisfies never;
      }
    };
    port.on('message', (message: FromThread) => void serve(message));
    port.on('close', () => {
      for (const subscription of subscriptions.values()) void subscription.close();
    });
  };
}

/** The thread's side. */
export async function connect(newPort: () => MessagePort): Promise<Transport> {
  const port = newPort();
  const receivers = new Map<number, (topic: string, payload: string) => void>();
  const whenSubscribed = new Map<number, () => void>();
  let subscriptions = 0;
  const send = (message: FromThread): void => port.postMessage(message);
  port.on('message', (message: ToThread) => {
    if (message.type === 'delivery') receivers.get(message.id)?.(message.topic, message.payload);
    else whenSubscribed.get(message.id)?.();
  });
  return {
    publish: async (topic, payload) => send({ type: 'publish', topic, payload }),
    subscribe: async (topic, receive) => {
      subscriptions += 1;
      const id = subscriptions;
      receivers.set(id, receive);
      await new Promise<void>((resolve) => {
        whenSubscribed.set(id, resolve);
        send({ type: 'subscribe', id, topic });
      });
      return {
        close: async () => {
          receivers.delete(id);
          send({ type: 'unsubscribe', id, topic });
        },
      };
    },
    close: async () => port.close(),
  };
}
