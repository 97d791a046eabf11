/** What every transport does. Run on each implementation of the port. */
import type { Test } from 'tap';
import type { Transport } from '../../src/runtime/index.ts';

export type StartableTransport = Transport & { start(): Promise<void> };

/** `make` gives a fresh transport that has not been started; the suite starts and closes it. */
export function transportContract(t: Test, make: () => StartableTransport | Promise<StartableTransport>): void {
  const started = async (test: Test): Promise<StartableTransport> => {
    const transport = await make();
    await transport.start();
    test.teardown(() => transport.close());
    return transport;
  };

  t.test('a message reaches every subscriber of its topic, and no other', async (t) => {
    const transport = await started(t);
    const other: string[] = [];
    const first = inbox(),
      second = inbox(),
      end = inbox();
    await transport.subscribe('pickmyclass/actors/n/a', first.receive);
    await transport.subscribe('pickmyclass/actors/n/a', second.receive);
    await transport.subscribe('pickmyclass/actors/n/b', (_, payload) => other.push(payload));
    await transport.subscribe('pickmyclass/actors/n/end', end.receive);
    await transport.publish('pickmyclass/actors/n/a', 'hello');
    await transport.publish('pickmyclass/actors/n/end', 'end');
    t.same(await first.next(), { topic: 'pickmyclass/actors/n/a', payload: 'hello' });
    t.same(await second.next(), { topic: 'pickmyclass/actors/n/a', payload: 'hello' });
    await end.next();
    t.same(other, []);
  });

  t.test('messages of one publisher on one topic arrive in order', async (t) => {
    const transport = await started(t);
    const numbers = inbox();
    await transport.subscribe('pickmyclass/actors/n/a', numbers.receive);
    const sent = Array.from({ length: 500 }, (_, index) => String(index));
    await Promise.all(sent.map((payload) => transport.publish('pickmyclass/actors/n/a', payload)));
    const received: string[] = [];
    while (received.length < sent.length) received.push((await numbers.next()).payload);
    t.same(received, sent);
  });

  t.test('a message of megabytes arrives whole and in its place', async (t) => {
    const transport = await started(t);
    const whole = inbox();
    await transport.subscribe('pickmyclass/actors/n/a', whole.receive);
    const sent = ['before', `"${'ä€𝄞'.repeat(300_000)}"`, 'after'];
    await Promise.all(sent.map((payload) => transport.publish('pickmyclass/actors/n/a', payload)));
    for (const payload of sent) t.ok((await whole.next()).payload === payload);
  });

  t.test('a topic that ends in /# covers its parent and all below, and no neighbour', async (t) => {
    const transport = await started(t);
    const all = inbox();
    await transport.subscribe('pickmyclass/actors/n/#', all.receive);
    for (const topic of [
      'pickmyclass/actors/n2',
      'pickmyclass/actors/n',
      'pickmyclass/actors/n/a',
      'pickmyclass/actors/n/a/b/c',
    ]) {
      await transport.publish(topic, '');
    }
    const topics = [(await all.next()).topic, (await all.next()).topic, (await all.next()).topic];
    t.same(topics.sort(), ['pickmyclass/actors/n', 'pickmyclass/actors/n/a', 'pickmyclass/actors/n/a/b/c']);
  });

  t.test('overlapping subscriptions each get the message once', async (t) => {
    const transport = await started(t);
    const wide = inbox(),
      narrow = inbox();
    await transport.subscribe('pickmyclass/actors/n/#', wide.receive);
    await transport.subscribe('pickmyclass/actors/n/a', narrow.receive);
    await transport.publish('pickmyclass/actors/n/a', '1');
    await transport.publish('pickmyclass/actors/n/a', '2');
    t.same([(await wide.next()).payload, (await wide.next()).payload], ['1', '2']);
    t.same([(await narrow.next()).payload, (await narrow.next()).payload], ['1', '2']);
  });

  t.test('all subscribers of one message are called in one go', async (t) => {
    const transport = await started(t);
    const order: string[] = [];
    const done = new Promise<void>((resolve) => {
      const receive = (): void => {
        order.push('called');
        queueMicrotask(() => order.push('microtask'));
        if (order.length >= 2) resolve();
      };
      void transport
        .subscribe('pickmyclass/actors/n/#', receive)
        .then(() => transport.subscribe('pickmyclass/actors/n/a', receive))
        .then(() => transport.publish('pickmyclass/actors/n/a', ''));
    });
    await done;
    t.same(order.slice(0, 2), ['called', 'called']);
  });

  t.test('a closed subscription gets nothing more, its neighbour still does', async (t) => {
    const transport = await started(t);
    const closed: string[] = [];
    const open = inbox();
    const subscription = await transport.subscribe('pickmyclass/actors/n/a', (_, payload) => closed.push(payload));
    await transport.subscribe('pickmyclass/actors/n/a', open.receive);
    await subscription.close();
    await transport.publish('pickmyclass/actors/n/a', 'after');
    t.equal((await open.next()).payload, 'after');
    t.same(closed, []);
  });

  t.test('a payload arrives as it was sent: empty, beyond ASCII, a megabyte', async (t) => {
    const transport = await started(t);
    const payloads = inbox();
    await transport.subscribe('pickmyclass/actors/n/a', payloads.receive);
    for (const payload of ['', 'Algorithmen für Ängstliche — 数据结构 🪑', 'x'.repeat(1_000_000)]) {
      await transport.publish('pickmyclass/actors/n/a', payload);
      t.ok((await payloads.next()).payload === payload, `${payload.length} characters`);
    }
  });

  t.test('a subscription made before the start is active after it', async (t) => {
    const transport = await make();
    t.teardown(() => transport.close());
    const early = inbox();
    await transport.subscribe('pickmyclass/actors/n/a', early.receive);
    await transport.start();
    await transport.publish('pickmyclass/actors/n/a', 'open');
    t.equal((await early.next()).payload, 'open');
  });

  t.test('publishing on a closed transport is refused for now', async (t) => {
    const transport = await make();
    t.match(
      await transport.publish('pickmyclass/actors/n/a', '').catch((error: unknown) => error),
      { next: 'later' },
      'before the start',
    );
    await transport.start();
    await transport.close();
    t.match(
      await transport.publish('pickmyclass/actors/n/a', '').catch((error: unknown) => error),
      { next: 'later' },
      'after the close',
    );
  });

  t.test('subscriptions survive a close and a new start, those closed meanwhile do not', async (t) => {
    const transport = await make();
    const kept = inbox();
    const gone: string[] = [];
    await transport.start();
    t.teardown(() => transport.close());
    await transport.subscribe('pickmyclass/actors/n/a', kept.receive);
    const subscription = await transport.subscribe('pickmyclass/actors/n/a', (_, payload) => gone.push(payload));
    await transport.close();
    await subscription.close();
    await transport.start();
    await transport.publish('pickmyclass/actors/n/a', 'again');
    t.equal((await kept.next()).payload, 'again');
    t.same(gone, []);
  });
}

interface Received {
  topic: string;
  payload: string;
}

/** A receiver whose messages can be awaited one by one. */
function inbox(): { receive: (topic: string, payload: string) => void; next(): Promise<Received> } {
  const arrived: Received[] = [];
  let wake: (() => void) | undefined;
  return {
    receive: (topic, payload) => {
      arrived.push({ topic, payload });
      wake?.();
    },
    next: async () => {
      while (arrived.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return arrived.shift() as Received;
    },
  };
}
