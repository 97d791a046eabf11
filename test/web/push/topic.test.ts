import t from 'tap';
import { CodedError } from '../../../src/runtime/index.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { Topic } from '../../../src/web/push/topic.ts';

/** A topic that is read once a second. `reads` counts how often. */
function setUp() {
  const clock = new ManualClock();
  const state = { value: { a: 1 } as object, error: undefined as Error | undefined, reads: 0, takesMs: 0 };
  const topic = new Topic(
    'nodes',
    {
      everyMs: 1_000,
      read: async () => {
        state.reads += 1;
        if (state.takesMs > 0) await new Promise<void>((resolve) => void clock.setTimeout(resolve, state.takesMs));
        if (state.error !== undefined) throw state.error;
        return structuredClone(state.value);
      },
    },
    clock,
  );
  const watcher = () => {
    const heard: string[] = [];
    const watch = (text: string): void => void heard.push(text);
    return { heard, frames: () => heard.splice(0).map((text) => JSON.parse(text) as object), watch };
  };
  return { clock, state, topic, watcher };
}

t.test('it is read only while somebody watches, once for all', async (t) => {
  const { clock, state, topic, watcher } = setUp();
  await clock.advance(5_000);
  topic.refresh();
  await clock.advance(5_000);
  t.equal(state.reads, 0);
  const [one, other] = [watcher(), watcher()];
  topic.add(one.watch);
  topic.add(other.watch);
  await clock.advance(0);
  t.equal(state.reads, 1);
  t.same(one.frames(), [{ type: 'value', topic: 'nodes', value: { a: 1 } }]);
  state.value = { a: 2 };
  await clock.advance(1_000);
  t.equal(state.reads, 2);
  t.same(one.frames(), [{ type: 'patch', topic: 'nodes', patch: [{ op: 'replace', path: '/a', value: 2 }] }]);
  topic.remove(one.watch);
  topic.remove(other.watch);
  await clock.advance(5_000);
  t.equal(state.reads, 2);
  t.equal(clock.waiting, 0);
});

t.test('one who comes later gets the whole value at once, and then the same patches', async (t) => {
  const { clock, state, topic, watcher } = setUp();
  const [early, late] = [watcher(), watcher()];
  topic.add(early.watch);
  await clock.advance(0);
  topic.add(late.watch);
  t.same(late.frames(), early.frames());
  state.value = { a: 1, b: [] };
  await clock.advance(1_000);
  t.same(late.frames(), [{ type: 'patch', topic: 'nodes', patch: [{ op: 'add', path: '/b', value: [] }] }]);
});

t.test('nothing is sent while nothing changes', async (t) => {
  const { clock, topic, watcher } = setUp();
  const { frames, watch } = watcher();
  topic.add(watch);
  await clock.advance(0);
  frames();
  await clock.advance(10_000);
  t.same(frames(), []);
});

t.test('a refresh reads at once, and many of them at most every 100 ms', async (t) => {
  const { clock, state, topic, watcher } = setUp();
  topic.add(watcher().watch);
  await clock.advance(500);
  t.equal(state.reads, 1);
  topic.refresh();
  await clock.advance(0);
  t.equal(state.reads, 2);
  for (let each = 0; each < 50; each += 1) {
    topic.refresh();
    await clock.advance(10);
  }
  t.equal(state.reads, 2 + 5);
});

t.test('a refresh during a reading is not lost', async (t) => {
  const { clock, state, topic, watcher } = setUp();
  topic.add(watcher().watch);
  topic.refresh();
  await clock.advance(100);
  t.equal(state.reads, 2);
});

t.test('a reading that takes longer than the interval is followed by the next one at once', async (t) => {
  const { clock, state, topic, watcher } = setUp();
  topic.add(watcher().watch);
  await clock.advance(0);
  state.takesMs = 3_000;
  await clock.advance(1_000);
  t.equal(state.reads, 2);
  await clock.advance(3_100);
  t.equal(state.reads, 3);
});

t.test('a failure is told once, keeps the value, and ends with the next value', async (t) => {
  const { clock, state, topic, watcher } = setUp();
  const { frames, watch } = watcher();
  topic.add(watch);
  await clock.advance(0);
  frames();
  state.error = new CodedError('PMC_STORE_UNAVAILABLE', 'later', 'the store is away');
  await clock.advance(3_000);
  const failed = { type: 'failed', topic: 'nodes', code: 'PMC_STORE_UNAVAILABLE', message: 'the store is away' };
  t.same(frames(), [failed]);
  const late = watcher();
  topic.add(late.watch);
  t.same(late.frames(), [{ type: 'value', topic: 'nodes', value: { a: 1 } }, failed]);
  state.error = undefined;
  await clock.advance(1_000);
  t.same(frames(), [{ type: 'patch', topic: 'nodes', patch: [] }]);
});

t.test('the text of an unexpected error stays inside', async (t) => {
  const { clock, state, topic, watcher } = setUp();
  state.error = new Error('password hunter2');
  const { frames, watch } = watcher();
  topic.add(watch);
  await clock.advance(0);
  t.match(frames(), [{ type: 'failed', code: 'PMC_INTERNAL', message: 'this cannot be read now' }]);
});
