/**
 * Connects threads to the transport of the main thread when the system has no `threadTransport`. All subscriptions and
 * publications go through one MessagePort.
 */
import type { MessagePort } from 'node:worker_threads';
import { reasonOf, runtimeError } from '../errors.ts';
import type { Subscription, Transport } from '../messaging/transport.ts';

type FromThread =
  | { type: 'subscribe' | 'unsubscribe'; id: number; topic: string }
  | { type: 'publish'; id: number; topic: string; payload: string };
type ToThread =
  /** `refused`: the reason if the transport rejected the request. */
  { type: 'done'; id: number; refused?: string } | { type: 'delivery'; id: number; topic: string; payload: string };

/** The side of the main thread: serves the ports of threads. */
export function acceptOn(transport: Transport): (port: MessagePort) => void {
  return (port) => {
    const subscriptions = new Map<number, Subscription>();
    let isClosed = false;
    const end = async (id: number): Promise<void> => {
      const subscription = subscriptions.get(id);
      subscriptions.delete(id);
      await subscription?.close();
    };
    const send = (message: ToThread): void => port.postMessage(message);
    const serve = async (message: FromThread): Promise<void> => {
      const { id } = message;
      switch (message.type) {
        case 'publish':
          return transport.publish(message.topic, message.payload);
        case 'unsubscribe':
          return end(id);
        case 'subscribe': {
          const deliver = (topic: string, payload: string): void => send({ type: 'delivery', id, topic, payload });
          subscriptions.set(id, await transport.subscribe(message.topic, deliver));
          // the thread may have ended meanwhile
          if (isClosed) await end(id);
          return;
        }
        default:
          return message satisfies never;
      }
    };
    port.on('message', (message: FromThread) => {
      serve(message).then(
        () => send({ type: 'done', id: message.id }),
        (error: unknown) => send({ type: 'done', id: message.id, refused: reasonOf(error) }),
      );
    });
    port.on('close', () => {
      isClosed = true;
      for (const id of subscriptions.keys()) void end(id);
    });
  };
}

/** The side of the thread. */
export async function connect(newPort: () => MessagePort): Promise<Transport> {
  const port = newPort();
  const receivers = new Map<number, (topic: string, payload: string) => void>();
  const whenDone = new Map<number, (refused: string | undefined) => void>();
  let sent = 0;
  const request = (id: number, message: FromThread): Promise<void> =>
    new Promise((resolve, reject) => {
      whenDone.set(id, (reason) => {
        if (reason === undefined) resolve();
        else reject(runtimeError('RUNTIME_TRANSPORT_UNAVAILABLE', { reason }));
      });
      port.postMessage(message);
    });
  port.on('message', (message: ToThread) => {
    if (message.type === 'delivery') return receivers.get(message.id)?.(message.topic, message.payload);
    whenDone.get(message.id)?.(message.refused);
    whenDone.delete(message.id);
  });
  return {
    publish: (topic, payload) => {
      sent += 1;
      return request(sent, { type: 'publish', id: sent, topic, payload });
    },
    subscribe: async (topic, receive) => {
      sent += 1;
      const id = sent;
      receivers.set(id, receive);
      await request(id, { type: 'subscribe', id, topic });
      return {
        close: async () => {
          receivers.delete(id);
          port.postMessage({ type: 'unsubscribe', id, topic });
        },
      };
    },
    close: async () => port.close(),
  };
}
