import t from 'tap';
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
