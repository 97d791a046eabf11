import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import t from 'tap';
import type { Subscription, Transport } from '../../../src/runtime/index.ts';
import { acceptOn, connect } from '../../../src/runtime/threads/port-transport.ts';

/** A transport that counts its open subscriptions. A subscription is made when `letIn` resolves. */
function counting(letIn: Promise<void>): { transport: Transport; open: () => number } {
  let open = 0;
  const subscribe = async (): Promise<Subscription> => {
    await letIn;
    open += 1;
    return { close: async () => void (open -= 1) };
  };
  return { transport: { publish: () => undefined, subscribe, close: async () => {} }, open: () => open };
}

/** Connects as a thread does. `gone` resolves when the main thread has seen that the port is closed. */
async function overPort(transport: Transport): Promise<{ thread: Transport; gone: Promise<unknown> }> {
  const { port1, port2 } = new MessageChannel();
  acceptOn(transport)(port2);
  return { thread: await connect(() => port1), gone: once(port2, 'close') };
}

t.test('when the thread ends, its subscriptions are closed, also one that is being made', async (t) => {
  let letIn: () => void = () => {};
  const { transport, open } = counting(
    new Promise((resolve) => {
      letIn = resolve;
    }),
  );
  const { thread, gone } = await overPort(transport);
  void thread.subscribe('actors/n/a', () => {}).catch(() => {});
  await new Promise(setImmediate);
  await thread.close();
  await gone;
  letIn();
  await new Promise(setImmediate);
  t.equal(open(), 0);
});

t.test('a subscription that the thread has closed is closed once', async (t) => {
  const { transport, open } = counting(Promise.resolve());
  const { thread, gone } = await overPort(transport);
  const subscription = await thread.subscribe('actors/n/a', () => {});
  await subscription.close();
  await thread.close();
  await gone;
  await new Promise(setImmediate);
  t.equal(open(), 0);
});
