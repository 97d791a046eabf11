import t from 'tap';
import fc from 'fast-check';
import { Mailbox } from '../../../src/runtime/messaging/mailbox.ts';

t.test('items are handled once each, one at a time and in order, whatever the handler does', async (t) => {
  const burst = fc.array(fc.record({ turns: fc.nat(3), pauseAfter: fc.boolean() }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(burst, async (items) => {
      const handled: number[] = [];
      let inHand = 0;
      const mailbox = new Mailbox<{ index: number; turns: number }>(1_000, async ({ index, turns }) => {
        inHand += 1;
        if (inHand > 1) throw new Error('two at a time');
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        handled.push(index);
        inHand -= 1;
      });
      mailbox.open();
      for (const [index, { turns, pauseAfter }] of items.entries()) {
        mailbox.offer({ index, turns });
        if (pauseAfter) await Promise.resolve();
      }
      while (mailbox.length > 0) await mailbox.idle();
      await mailbox.idle();
      return handled.every((item, index) => item === index) && handled.length === items.length;
    }),
    { seed: 1, numRuns: 200 },
  );
  t.pass();
});

t.test('a mailbox handles no items before it is opened or after it is closed', async (t) => {
  const handled: string[] = [];
  const mailbox = new Mailbox<string>(10, async (item) => {
    handled.push(item);
  });
  mailbox.offer('early');
  await mailbox.idle();
  t.same(handled, []);
  mailbox.open();
  await mailbox.idle();
  t.same(handled, ['early']);
  t.same(mailbox.close(), []);
  t.notOk(mailbox.offer('late'));
  t.notOk(mailbox.put('late'));
});

t.test('close returns the waiting items and lets the current item finish', async (t) => {
  const handled: string[] = [];
  let letGo: () => void = () => {};
  const mailbox = new Mailbox<string>(10, async (item) => {
    await new Promise<void>((resolve) => {
      letGo = resolve;
    });
    handled.push(item);
  });
  mailbox.open();
  for (const item of ['in hand', 'waiting', 'waiting too']) mailbox.offer(item);
  t.same(handled, [], 'nothing is handled within an offer');
  await Promise.resolve();
  t.same(mailbox.close(), ['waiting', 'waiting too']);
  letGo();
  await mailbox.idle();
  t.same(handled, ['in hand']);
});

t.test('the capacity limits `offer` but not `put`', (t) => {
  const mailbox = new Mailbox<number>(2, async () => {});
  t.same(
    [1, 2, 3].map((item) => mailbox.offer(item)),
    [true, true, false],
  );
  t.ok(mailbox.put(4));
  t.equal(mailbox.length, 3);
  t.end();
});

t.test('a mailbox that is never empty does not hold up timers', async (t) => {
  let stop = false;
  let handled = 0;
  const mailbox: Mailbox<string> = new Mailbox<string>(10, () => {
    handled += 1;
    if (!stop) mailbox.put('again');
    return undefined;
  });
  mailbox.open();
  mailbox.put('first');
  await new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
  stop = true;
  await mailbox.idle();
  t.ok(handled >= 64);
  t.equal(mailbox.length, 0);
});

t.test('items that arrived while others were handled keep their order, and close returns all that wait', (t) => {
  const handled: number[] = [];
  const mailbox: Mailbox<number> = new Mailbox<number>(10, (item) => {
    handled.push(item);
    if (item === 2) {
      mailbox.put(4);
      t.same(mailbox.close(), [3, 4]);
    }
    return undefined;
  });
  [1, 2, 3].forEach((item) => mailbox.offer(item));
  mailbox.open();
  return mailbox.idle().then(() => t.same(handled, [1, 2]));
});

t.test('the oldest is the one that waits longest, not the one in hand', async (t) => {
  let letGo: () => void = () => {};
  const mailbox = new Mailbox<string>(10, () => new Promise<void>((resolve) => (letGo = resolve)));
  t.equal(mailbox.oldest, undefined);
  for (const item of ['a', 'b']) mailbox.offer(item);
  t.equal(mailbox.oldest, 'a');
  mailbox.open();
  await Promise.resolve();
  mailbox.offer('c');
  t.equal(mailbox.oldest, 'b');
  letGo();
  await new Promise(setImmediate);
  t.equal(mailbox.oldest, 'c');
  letGo();
  await new Promise(setImmediate);
  t.equal(mailbox.oldest, undefined);
  letGo();
});
