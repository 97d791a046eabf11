/** Floods at /ws: whatever other clients request, a normal subscriber waits for one turn at most. */
import type { Test } from 'tap';
import t from 'tap';
import { WebSocket } from 'ws';
import { CSE310, MAT210 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';
import type { Live } from '../live-client.ts';

const keys = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `asu/2267/${from + index}`);

/** Starts a stage behind a proxy, so that each client has its own address. */
async function crowd(t: Test) {
  const test = await stage(t, { environment: { TRUST_PROXY: 'loopback' } });
  const from = (client: string): Promise<Live> => test.live({ 'x-forwarded-for': client });
  /** Reads of states from the store. Each is held until the test releases it. */
  const readings: { sections: number; go: () => void }[] = [];
  let noticed = (): void => undefined;
  const states = test.store.sections.states.bind(test.store.sections);
  test.store.sections.states = async (sections) => {
    await new Promise<void>((go) => {
      readings.push({ sections: sections.length, go });
      noticed();
    });
    return states(sections);
  };
  /** Returns the next read that has started. */
  const reading = async (): Promise<{ sections: number; go: () => void }> => {
    while (readings.length === 0)
      await new Promise<void>((resolve) => {
        noticed = resolve;
      });
    return readings.shift()!;
  };
  return { ...test, from, reading };
}

t.test('a normal subscriber is served in the next turn, whatever other clients request', async (t) => {
  const { see, from, reading } = await crowd(t);
  await see(CSE310);
  const flood = await Promise.all(Array.from({ length: 100 }, (_, index) => from(`2001:db8::${index.toString(16)}`)));
  const honest = await from('192.0.2.1');
  for (const [index, client] of flood.entries())
    for (let time = 0; time < 2; time += 1)
      client.send({ type: 'subscribe', sections: keys(10_000 + 1_000 * index + 500 * time, 500) });
  const first = await reading();
  honest.send({ type: 'subscribe', sections: [CSE310] });
  let served = false;
  const answer = honest.next().then((frame) => {
    served = true;
    return frame;
  });
  let turns = 0;
  for (let current = first; !served; turns += 1) {
    t.ok(current.sections <= 2_000, `${current.sections} sections in one turn`);
    // After this, everything that was sent has arrived.
    for (let round = 0; round < 50; round += 1) await new Promise(setImmediate);
    current.go();
    current = await Promise.race([reading(), answer.then(() => current)]);
  }
  t.match(await answer, { type: 'snapshot', sections: [{ section: CSE310, version: 1 }] });
  t.ok(turns <= 5, `served after ${turns} turns, of more than 50 that all of it takes`);
});

t.test('the sections that many clients request at once are read together, each once', async (t) => {
  const { see, from, reading } = await crowd(t);
  await see(CSE310);
  await see(MAT210);
  const clients = await Promise.all(Array.from({ length: 20 }, (_, index) => from(`192.0.2.${index}`)));
  for (const client of clients) client.send({ type: 'subscribe', sections: [CSE310, MAT210] });
  const answers = Promise.all(clients.map((client) => client.next()));
  let readings = 0;
  let over = false;
  void answers.then(() => {
    over = true;
  });
  while (!over) {
    const next = await Promise.race([reading(), answers.then(() => undefined)]);
    if (next === undefined) break;
    readings += 1;
    t.equal(next.sections, 2);
    // Requests that arrived in the meantime are served together.
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    next.go();
  }
  for (const frame of await answers)
    t.match(frame, { type: 'snapshot', sections: [{ section: CSE310 }, { section: MAT210 }] });
  t.ok(readings < 10, `${readings} readings for 20 subscribers`);
});

t.test(
  'a client that does not read its answers gets no more until it reads or leaves; the others are served',
  async (t) => {
    const { see, live, clock, url, log } = await stage(t, { environment: { TRUST_PROXY: 'loopback' } });
    const instructors = Array.from({ length: 4_000 }, (_, index) => `Ada Alder the ${index}th of that name`);
    const large = keys(20_000, 150);
    for (const section of large) await see(section, { instructors });
    const deaf = new WebSocket(new URL('/ws', url()), { headers: { 'x-forwarded-for': '2001:db8::1' } });
    t.teardown(() => deaf.terminate());
    await new Promise((resolve) => {
      deaf.once('open', resolve);
    });
    deaf.pause();
    deaf.send(JSON.stringify({ type: 'subscribe', sections: large }));
    const neighbour = await live({ 'x-forwarded-for': '2001:db8::2' });
    const honest = await live({ 'x-forwarded-for': '192.0.2.1' });
    // Once the honest client has been served twice, the answer to the deaf client has been sent.
    for (let time = 0; time < 2; time += 1) {
      honest.send({ type: 'subscribe', sections: large.slice(0, 1) });
      t.match(await honest.next(), { type: 'snapshot' });
    }
    let served = false;
    neighbour.send({ type: 'subscribe', sections: large.slice(0, 1) });
    const answer = neighbour.next().then((frame) => {
      served = true;
      return frame;
    });
    for (let time = 0; time < 5; time += 1) {
      honest.send({ type: 'subscribe', sections: large.slice(0, 1) });
      t.match(await honest.next(), { type: 'snapshot' });
    }
    t.notOk(served, 'another socket of the same client waits');
    for (let tick = 0; tick < 2; tick += 1) {
      await clock.advance(15_000);
      honest.send({ type: 'subscribe', sections: large.slice(0, 1) });
      t.match(await honest.next(), { type: 'snapshot' });
    }
    t.match(await answer, { type: 'snapshot' }, 'the deaf one was hung up on, its neighbour was not');
    t.same(
      log.lines.filter(({ level }) => level === 'error'),
      [],
    );
  },
);

t.test('a client that sends too many frames at once is disconnected', async (t) => {
  const { live } = await stage(t);
  const client = await live();
  const closed = new Promise((resolve) => {
    client.socket.once('close', resolve);
  });
  // A corked socket sends all frames at once.
  const { _socket: socket } = client.socket as unknown as { _socket: { cork(): void; uncork(): void } };
  socket.cork();
  for (let frame = 0; frame < 200; frame += 1) client.send({ type: 'subscribe-mine' });
  socket.uncork();
  t.equal(await closed, 1008);
});
