import t from 'tap';
import { ManualClock, recordingLog } from '../../../src/runtime/testing/index.ts';
import type { ChangeStore } from '../../../src/store/changes.ts';
import { ChangeFeed } from '../../../src/web/live/change-feed.ts';
import type { EventStream } from '../../../src/web/live/event-stream.ts';
import { MAT210 } from '../../contract/store/harness.ts';
import { idsOf, streamStage } from '../stream-stage.ts';

t.test('a client that returns gets what it missed, in order and once, and then news', async (t) => {
  const { change, open, clock } = await streamStage(t);
  const first = await open();
  const before = await change();
  await first.take(before.length);
  first.leave();
  await clock.advance(50);
  const missed: string[] = [];
  for (let time = 0; time < 130; time += 1) missed.push(...(await change()));
  const again = await open({ 'last-event-id': first.lastId });
  t.same(idsOf(await again.take(missed.length)), missed);
  const news = await change();
  t.same(idsOf(await again.take(news.length)), news);
});

t.test('all streams get the same, whenever they came', async (t) => {
  const { change, open } = await streamStage(t);
  const early = await open();
  const first = await change();
  const late = await open({}, '?since=0');
  const second = await change();
  const all = [...first, ...second];
  for (const stream of [early, late]) t.same(idsOf(await stream.take(all.length)), all);
});

t.test('a change whose announcement was lost is sent with the next tick', async (t) => {
  const { see, open, clock } = await streamStage(t);
  const stream = await open();
  await clock.advance(100);
  await see(MAT210);
  const { changes } = await see(MAT210, { enrolled: 1 });
  await clock.advance(15_000);
  t.same(
    idsOf(await stream.take(changes.length)),
    changes.map(({ id }) => id),
  );
});

t.test('a client that does not leave, when streams had to end, does not end those that come later', async (t) => {
  const clock = new ManualClock();
  const gone = new Set<string>();
  const changes = {
    page: async (cursor: string) => (gone.has(cursor) ? undefined : { changes: [], next: cursor }),
  } as unknown as ChangeStore;
  const feed = new ChangeFeed(changes, { clock, log: recordingLog() });
  /** Its client reads nothing, so it never closes. */
  const stream = () => {
    const state = { isOpen: true, push: () => true, send: async () => {}, onClose: () => {} };
    return Object.assign(state, { end: () => (state.isOpen = false) }) as unknown as EventStream;
  };
  const [stalled, late] = [stream(), stream()];
  feed.add(stalled, '1');
  await clock.advance(50);
  gone.add('1');
  feed.announce();
  await clock.advance(50);
  t.equal(stalled.isOpen, false);
  feed.add(late, '5');
  await clock.advance(50);
  t.equal(late.isOpen, true);
});
