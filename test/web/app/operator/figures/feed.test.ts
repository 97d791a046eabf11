import t from 'tap';
import { ManualClock } from '../../../../../src/runtime/testing/index.ts';
import { Feed } from '../../../../../src/web/app/operator/figures/feed.ts';
import { ApiError } from '../../../../../src/web/app/shared/http.ts';
import { figuresOf } from '../../support/figures.ts';

function setUp() {
  const clock = new ManualClock();
  const read: string[] = [];
  const given = { fails: false };
  const feed = new Feed({
    clock,
    read: async (name, range) => {
      read.push(`${name} ${range}`);
      if (given.fails) throw new ApiError('UNREACHABLE', 0, 'no answer');
      return figuresOf(name, range, clock.now());
    },
  });
  return { clock, feed, read, given };
}
const nothing = (): void => {};

t.test('a series is read at once, and again when it has a new point', async (t) => {
  const { clock, feed, read } = setUp();
  let heard = 0;
  feed.show('queues', '1h', () => (heard += 1));
  await clock.advance(0);
  t.equal(heard, 1);
  t.equal(feed.get('queues', '1h').value?.name, 'queues');
  await clock.advance(9_999);
  t.equal(read.length, 1);
  await clock.advance(20_001);
  t.equal(read.length, 4);
});

t.test('longer ranges are read less often', async (t) => {
  const { clock, feed, read } = setUp();
  feed.show('queues', '24h', nothing);
  feed.show('queues', '7d', nothing);
  await clock.advance(600_000);
  t.equal(read.filter((each) => each === 'queues 24h').length, 11);
  t.equal(read.filter((each) => each === 'queues 7d').length, 2);
});

t.test('two charts of one series read it once', async (t) => {
  const { clock, feed, read } = setUp();
  feed.show('requests', '1h', nothing);
  feed.show('requests', '1h', nothing);
  await clock.advance(10_000);
  t.equal(read.length, 2);
});

t.test('what no chart shows is not read; shown again, it is read when it is old', async (t) => {
  const { clock, feed, read } = setUp();
  const hide = feed.show('queues', '1h', nothing);
  await clock.advance(0);
  hide();
  await clock.advance(4_000);
  const hideAgain = feed.show('queues', '1h', nothing);
  await clock.advance(0);
  t.equal(read.length, 1, 'four seconds are not old');
  t.ok(feed.get('queues', '1h').value, 'the last values are there at once');
  hideAgain();
  await clock.advance(60_000);
  t.equal(read.length, 1);
  t.equal(clock.waiting, 0);
  feed.show('queues', '1h', nothing);
  await clock.advance(0);
  t.equal(read.length, 2);
});

t.test('a chart that goes and comes while its series is read does not read it twice', async (t) => {
  const { clock, feed, read } = setUp();
  feed.show('queues', '1h', nothing)();
  feed.show('queues', '1h', nothing);
  await clock.advance(0);
  t.equal(read.length, 1);
  await clock.advance(10_000);
  t.equal(read.length, 2);
});

t.test('after an error the last values stay, with the error beside them, until a reading succeeds', async (t) => {
  const { clock, feed, given } = setUp();
  feed.show('queues', '1h', nothing);
  await clock.advance(0);
  given.fails = true;
  await clock.advance(10_000);
  t.match(feed.get('queues', '1h'), { value: { name: 'queues' }, error: { code: 'UNREACHABLE' } });
  given.fails = false;
  await clock.advance(10_000);
  t.equal(feed.get('queues', '1h').error, undefined);
});
