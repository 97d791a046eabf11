/** The rules for every transport, as tests. Run them on each implementation. */
import assert from 'node:assert/strict';
import type { Transport } from '../index.ts';
import { inbox } from './inbox.ts';

export type StartableTransport = Transport & { start(): Promise<void> };

/** Registers one test, as `test` of node:test does. */
export type RegisterTest = (title: string, body: () => Promise<void>) => unknown;

/**
 * Registers the tests of the contract with `test`. `make` returns a new transport that has not been started; each test
 * starts and closes its own. `topicRoot` is where the transport lets actors publish.
 */
export function transportContract(
  test: RegisterTest,
  make: () => StartableTransport | Promise<StartableTransport>,
  topicRoot = 'actors',
): void {
  const topic = (path: string): string => `${topicRoot}/n/${path}`;
  const A = topic('a');

  const whenNew = (title: string, body: (transport: StartableTransport) => Promise<void>): void => {
    test(title, async () => {
      const transport = await make();
      try {
        await body(transport);
      } finally {
        await transport.close();
      }
    });
  };
  const whenStarted: typeof whenNew = (title, body) =>
    whenNew(title, async (transport) => {
      await transport.start();
      await body(transport);
    });

  whenStarted('a message reaches all subscribers of its topic, and no others', async (transport) => {
    const other: string[] = [];
    const [first, second, end] = [inbox(), inbox(), inbox()];
    await transport.subscribe(A, first.receive);
    await transport.subscribe(A, second.receive);
    await transport.subscribe(topic('b'), (_, payload) => other.push(payload));
    await transport.subscribe(topic('end'), end.receive);
    await transport.publish(A, 'hello');
    await transport.publish(topic('end'), 'end');
    assert.deepEqual(await first.next(), { topic: A, payload: 'hello' });
    assert.deepEqual(await second.next(), { topic: A, payload: 'hello' });
    await end.next();
    assert.deepEqual(other, []);
  });

  whenStarted('messages of one publisher on one topic arrive in order', async (transport) => {
    const numbers = inbox();
    await transport.subscribe(A, numbers.receive);
    const sent = Array.from({ length: 500 }, (_, index) => String(index));
    await Promise.all(sent.map(async (payload) => transport.publish(A, payload)));
    const received: string[] = [];
    while (received.length < sent.length) received.push((await numbers.next()).payload);
    assert.deepEqual(received, sent);
  });

  whenStarted('a message of several megabytes arrives whole and in order', async (transport) => {
    const whole = inbox();
    await transport.subscribe(A, whole.receive);
    const sent = ['before', `"${'ä€𝄞'.repeat(300_000)}"`, 'after'];
    await Promise.all(sent.map(async (payload) => transport.publish(A, payload)));
    for (const payload of sent) assert.ok((await whole.next()).payload === payload);
  });

  whenStarted('a topic that ends in /# matches its parent and everything below, and no sibling', async (transport) => {
    const all = inbox();
    await transport.subscribe(topic('#'), all.receive);
    for (const name of [`${topicRoot}/n2`, `${topicRoot}/n`, A, topic('a/b/c')]) await transport.publish(name, '');
    const topics = [(await all.next()).topic, (await all.next()).topic, (await all.next()).topic];
    assert.deepEqual(topics.sort(), [`${topicRoot}/n`, A, topic('a/b/c')]);
  });

  whenStarted('overlapping subscriptions get each message once', async (transport) => {
    const [wide, narrow] = [inbox(), inbox()];
    await transport.subscribe(topic('#'), wide.receive);
    await transport.subscribe(A, narrow.receive);
    await transport.publish(A, '1');
    await transport.publish(A, '2');
    assert.deepEqual([(await wide.next()).payload, (await wide.next()).payload], ['1', '2']);
    assert.deepEqual([(await narrow.next()).payload, (await narrow.next()).payload], ['1', '2']);
  });

  whenStarted('all subscribers of one message are called in one turn', async (transport) => {
    const order: string[] = [];
    const done = new Promise<void>((resolve) => {
      const receive = (): void => {
        order.push('called');
        queueMicrotask(() => order.push('microtask'));
        if (order.length >= 2) resolve();
      };
      void transport
        .subscribe(topic('#'), receive)
        .then(() => transport.subscribe(A, receive))
        .then(() => transport.publish(A, ''));
    });
    await done;
    assert.deepEqual(order.slice(0, 2), ['called', 'called']);
  });

  whenStarted('a closed subscription gets no more messages; another one on its topic still does', async (transport) => {
    const closed: string[] = [];
    const open = inbox();
    const subscription = await transport.subscribe(A, (_, payload) => closed.push(payload));
    await transport.subscribe(A, open.receive);
    await subscription.close();
    await transport.publish(A, 'after');
    assert.equal((await open.next()).payload, 'after');
    assert.deepEqual(closed, []);
  });

  whenStarted('a payload arrives as it was sent: empty, beyond ASCII, a megabyte', async (transport) => {
    const payloads = inbox();
    await transport.subscribe(A, payloads.receive);
    for (const payload of ['', 'Algorithmen für Ängstliche — 数据结构 🪑', 'x'.repeat(1_000_000)]) {
      await transport.publish(A, payload);
      assert.ok((await payloads.next()).payload === payload, `${payload.length} characters`);
    }
  });

  whenNew('a subscription made before the start is active after it', async (transport) => {
    const early = inbox();
    await transport.subscribe(A, early.receive);
    await transport.start();
    await transport.publish(A, 'open');
    assert.equal((await early.next()).payload, 'open');
  });

  whenNew('a closed transport refuses to publish, with an error to try again later', async (transport) => {
    const publish = async (): Promise<void> => transport.publish(A, '');
    const refused = (error: unknown): boolean => (error as { next?: unknown }).next === 'later';
    await assert.rejects(publish, refused, 'before the start');
    await transport.start();
    await transport.close();
    await assert.rejects(publish, refused, 'after the close');
  });

  whenStarted('subscriptions survive a close and a new start, unless they are closed in between', async (transport) => {
    const kept = inbox();
    const gone: string[] = [];
    await transport.subscribe(A, kept.receive);
    const subscription = await transport.subscribe(A, (_, payload) => gone.push(payload));
    await transport.close();
    await subscription.close();
    await transport.start();
    await transport.publish(A, 'again');
    assert.equal((await kept.next()).payload, 'again');
    assert.deepEqual(gone, []);
  });
}
