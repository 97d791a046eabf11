import fc from 'fast-check';
import t from 'tap';
import type { Mark } from '../../src/store/store-time.ts';
import { StoreTime } from '../../src/store/store-time.ts';

const HOUR_MS = 3_600_000;
const PING_MS = 10_000;
const START = 1_795_000_000_000;

/** A reference clock that is sometimes set, and processes that compare with it in turns. */
class World {
  elapsed = 0;
  set = 0;
  kept: Mark | undefined;
  get reference(): number {
    return START + this.elapsed + this.set;
  }
  process(standsStill = { ms: 0 }): { time: StoreTime; ping: (agoMs?: number) => void } {
    const time = new StoreTime(() => this.elapsed - standsStill.ms);
    const ping = (agoMs = 0): void => {
      this.kept = time.compare(this.reference - agoMs, agoMs, this.kept);
    };
    ping();
    return { time, ping };
  }
}

t.test('the time is that of the reference clock, behind by the delay of the answer', async (t) => {
  const world = new World();
  const { time, ping } = world.process();
  t.equal(time.now(), START);
  world.elapsed += PING_MS;
  t.equal(time.now(), START + PING_MS);
  ping(5_000);
  t.equal(time.now(), START + PING_MS, 'a slow answer is not a jump');
  ping();
  t.same([time.now(), world.kept], [START + PING_MS, { offset: 0, at: START + PING_MS }]);
});

for (const jump of [HOUR_MS, -HOUR_MS, 24 * HOUR_MS, -5_000]) {
  t.test(`setting the clock by ${jump / 1_000} s does not move the time of any process`, async (t) => {
    const world = new World();
    const [one, two] = [world.process(), world.process()];
    for (let round = 0; round < 5; round += 1) {
      world.elapsed += PING_MS / 2;
      one.ping();
      world.elapsed += PING_MS / 2;
      two.ping();
    }
    const before = world.elapsed;
    world.set = jump;
    for (let round = 0; round < 5; round += 1) {
      world.elapsed += PING_MS / 2;
      one.ping();
      world.elapsed += PING_MS / 2;
      two.ping();
      for (const { time } of [one, two]) {
        const moved = Math.abs(time.now() - (START + world.elapsed));
        t.ok(moved <= 0.06 * (world.elapsed - before) + 1, `${moved} ms`);
      }
      t.ok(Math.abs(one.time.now() - two.time.now()) < 1_500, 'they agree');
    }
    const late = world.process();
    t.ok(Math.abs(late.time.now() - one.time.now()) < 1_500, 'also for a process that starts later');
  });
}

t.test('the offset shrinks to zero within days', async (t) => {
  const world = new World();
  const { time, ping } = world.process();
  world.set = -HOUR_MS;
  for (let hours = 0; hours < 24; hours += 1) {
    for (let round = 0; round < 360; round += 1) {
      world.elapsed += PING_MS;
      ping();
    }
  }
  t.equal(time.now(), world.reference);
  t.same(world.kept?.offset, 0);
});

t.test(
  'while no process runs, setting the clock back does not move the time back, and setting it forward is like a pause',
  async (t) => {
    const world = new World();
    world.process();
    world.elapsed += PING_MS;
    world.set = -HOUR_MS;
    t.equal(world.process().time.now(), START);
    world.set = HOUR_MS;
    t.ok(world.process().time.now() >= START);
  },
);

t.test('a process that stood still follows the others', async (t) => {
  const world = new World();
  const still = { ms: 0 };
  const [sleeper, other] = [world.process(still), world.process()];
  for (let round = 0; round < 360; round += 1) {
    world.elapsed += PING_MS;
    still.ms += PING_MS;
    other.ping();
  }
  sleeper.ping();
  t.equal(sleeper.time.now(), world.reference);
  other.ping();
  t.equal(other.time.now(), world.reference, 'it has not moved them back');
});

t.test(
  'whatever happens to the clock, the time never goes back, and never runs ahead, by more than the drift',
  async () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            pause: fc.integer({ min: 0, max: PING_MS }),
            jump: fc.oneof(fc.constant(0), fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS })),
            who: fc.nat(2),
          }),
          { maxLength: 60 },
        ),
        (steps) => {
          const world = new World();
          const all = [world.process(), world.process(), world.process()];
          let jumps = 0;
          for (const { pause, jump, who } of steps) {
            world.elapsed += pause;
            world.set += jump;
            if (jump !== 0) jumps += 1;
            all[who]!.ping();
            // Every process pings every ten seconds, so the others follow.
            for (const { ping } of all) ping();
            for (const { time } of all) {
              const moved = Math.abs(time.now() - (START + world.elapsed));
              // Jumps within the drift do not count.
              if (moved > 0.06 * world.elapsed + 2_000 * (jumps + 1)) return false;
            }
          }
          return true;
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  },
);
