import t from 'tap';
import type { Test } from 'tap';
import { HomeAssistantTopics } from '../../src/notify/home-assistant-topics.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { CSE310, MAT210, OPEN, see, student, watch } from '../contract/store/harness.ts';

const SEATS = 'homeassistant/sensor/pickmyclass_asu_2267_66445/seats/config';
const IS_OPEN = 'homeassistant/binary_sensor/pickmyclass_asu_2267_66445/open/config';

/** Two sections; a student watches the first. */
async function stage(t: Test) {
  const clock = new ManualClock();
  const store = new SqliteStore(`${t.testdir()}/store.db`, clock);
  await store.open();
  t.teardown(() => store.close());
  const harness = {
    store,
    reopen: async () => undefined,
    advance: (ms: number) => clock.advance(ms),
    now: () => clock.now(),
  };
  for (const section of [CSE310, MAT210]) await see(harness, section);
  const user = await student(harness);
  const watched = await watch(harness, user, CSE310);
  const sent: { topic: string; body?: object }[] = [];
  const topics = new HomeAssistantTopics({
    sections: store.sections,
    publish: async (topic, body) => void sent.push({ topic, body }),
    clear: async (topic) => void sent.push({ topic }),
    clock,
  });
  const sweep = async () => {
    await topics.sweep();
    return sent.splice(0);
  };
  return { clock, harness, store, user, watched, topics, sweep };
}

t.test('a watched section is announced as one device with its open seats and whether it is open', async (t) => {
  const { sweep } = await stage(t);
  const sent = (await sweep()).filter(({ body }) => body !== undefined);
  t.match(sent, [
    { topic: SEATS, body: { state_topic: `pickmyclass/sections/${CSE310}` } },
    { topic: IS_OPEN, body: { state_topic: `pickmyclass/sections/${CSE310}` } },
  ]);
  t.equal(sent.length, 2);
  t.same(await sweep(), [], 'once');
});

t.test('what an earlier process announced of sections that nobody watches is cleared once', async (t) => {
  const { sweep } = await stage(t);
  const id = `pickmyclass_${MAT210.replaceAll('/', '_')}`;
  const cleared = (await sweep()).filter(({ body }) => body === undefined).map(({ topic }) => topic);
  t.same(cleared, [`homeassistant/sensor/${id}/seats/config`, `homeassistant/binary_sensor/${id}/open/config`]);
});

t.test('states are published again before they expire', async (t) => {
  const { clock, harness, sweep } = await stage(t);
  await sweep();
  await see(harness, CSE310, OPEN);
  t.same(await sweep(), [], 'a change is published by others');
  await clock.advance(300_000);
  t.match(await sweep(), [{ topic: `pickmyclass/sections/${CSE310}`, body: { status: 'open' } }]);
  t.same(await sweep(), []);
});

t.test('a section that is no longer watched is cleared, and announced when it is watched again', async (t) => {
  const { harness, store, user, watched, sweep } = await stage(t);
  await sweep();
  await store.watches.remove(user, watched.id);
  t.same(await sweep(), [{ topic: SEATS }, { topic: IS_OPEN }]);
  t.same(await sweep(), []);
  await watch(harness, user, CSE310);
  t.match(await sweep(), [{ topic: SEATS }, { topic: IS_OPEN }]);
});

t.test('when the broker has lost everything, all is announced again', async (t) => {
  const { topics, sweep } = await stage(t);
  const first = await sweep();
  topics.forget();
  t.same(await sweep(), first);
});
