import t from 'tap';
import { CSE310, MAT210 } from '../../contract/store/harness.ts';
import { liveStage } from './stage.ts';

t.test('a client that returns with a cursor gets each missed change once, in order, then the snapshot', async (t) => {
  const { look, live } = await liveStage(t);
  for (const section of [CSE310, MAT210]) await look(section);
  const first = await live();
  first.send({ type: 'subscribe', sections: [CSE310, MAT210] });
  const { cursor } = await first.next();
  first.socket.terminate();
  await look(CSE310, { enrolled: 149 });
  await look(MAT210, { enrolled: 140 });
  await look(CSE310, { enrolled: 148 });

  const again = await live();
  again.send({ type: 'subscribe', sections: [CSE310, MAT210], since: cursor });
  const frames = await again.take(6);
  t.same(
    frames.slice(0, 5).map(({ change }) => change.id),
    [`${CSE310}#2:opened`, `${CSE310}#2:seats`, `${MAT210}#2:opened`, `${MAT210}#2:seats`, `${CSE310}#3:seats`],
  );
  t.match(frames[5], { type: 'snapshot', reset: false, sections: [{ version: 3 }, { version: 2 }] });
  t.same(await again.rest(), []);

  const fromTheMiddle = await live();
  fromTheMiddle.send({ type: 'subscribe', sections: [CSE310], since: frames[2]!.cursor });
  t.match(await fromTheMiddle.take(2), [
    { type: 'change', change: { id: `${CSE310}#3:seats` } },
    { type: 'snapshot', reset: false },
  ]);

  const fromTheSnapshot = await live();
  fromTheSnapshot.send({ type: 'subscribe', sections: [CSE310], since: frames[5]!.cursor });
  t.match(await fromTheSnapshot.next(), { type: 'snapshot', reset: false });
});

t.test('a client that missed more changes than fit on a page gets all of them', async (t) => {
  const { see, live, store } = await liveStage(t);
  const cursor = await store.changes.latestCursor();
  for (let enrolled = 0; enrolled <= 550; enrolled += 1) await see(CSE310, { capacity: 2_000, enrolled });
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310], since: cursor });
  const frames = await client.take(551);
  t.same(
    frames.slice(0, 550).map(({ change }) => change.version),
    Array.from({ length: 550 }, (_, index) => index + 2),
  );
  t.match(frames[550], { type: 'snapshot', sections: [{ version: 551 }] });
});

t.test('a client with an invented cursor gets the snapshot with reset', async (t) => {
  const { look, live } = await liveStage(t);
  await look(CSE310);
  const client = await live();
  for (const since of ['999', 'nonsense', '', '-1', 'x'.repeat(1_000)]) {
    client.send({ type: 'subscribe', sections: [CSE310], since });
    t.match(await client.next(), { type: 'snapshot', reset: true, sections: [{ version: 1 }] }, since.slice(0, 20));
  }
});

t.test('no change is lost or repeated between the missed changes and the news', async (t) => {
  const { live, see, announce, announcementOf, store } = await liveStage(t);
  await see(CSE310);
  const cursor = await store.changes.latestCursor();
  let looks = 0;
  const more = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      looks += 1;
      const { result } = await see(CSE310, { capacity: 1_000, enrolled: looks });
      announce(await announcementOf(result));
    }
  };
  await more(20);
  // Looks continue between any two steps of joining.
  const { since, states, latestCursor } = {
    since: store.changes.since.bind(store.changes),
    states: store.sections.states.bind(store.sections),
    latestCursor: store.changes.latestCursor.bind(store.changes),
  };
  let interruptions = 30;
  const interrupt = async (): Promise<void> => {
    if (interruptions > 0) {
      interruptions -= 1;
      await more(1);
    }
  };
  store.changes.since = async (...args) => {
    await interrupt();
    const found = await since(...args);
    await interrupt();
    return found;
  };
  store.sections.states = async (...args) => {
    const found = await states(...args);
    if (args[0].length === 1) return found;
    await interrupt();
    return found;
  };
  store.changes.latestCursor = async () => {
    await interrupt();
    const found = await latestCursor();
    await interrupt();
    return found;
  };

  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310], since: cursor });
  const versions: number[] = [];
  let snapshots = 0;
  while (versions.at(-1) !== looks + 1 || snapshots === 0 || interruptions > 0) {
    const frame = await client.next();
    if (frame.type === 'change' && frame.change.kind === 'seats') versions.push(frame.change.version);
    if (frame.type === 'snapshot') snapshots += 1;
  }
  t.same(
    versions,
    Array.from({ length: looks }, (_, index) => index + 2),
  );
  t.equal(snapshots, 1);
});
