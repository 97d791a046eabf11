import t from 'tap';
import { ClaimPace } from '../../../src/checking/claiming/claim-pace.ts';

const LEASE_MS = 60_000;
const INTERVAL_MS = 300_000;

t.test('everything is claimed at once while the store is fast', (t) => {
  const pace = new ClaimPace(INTERVAL_MS);
  t.equal(pace.limit, 10_000);
  pace.learn(6_250, 800, LEASE_MS);
  t.equal(pace.limit, 10_000);
  t.end();
});

t.test(
  'claims that take over a fifth of the lease are halved, but not below the minimum; fast ones grow again',
  (t) => {
    const pace = new ClaimPace(INTERVAL_MS);
    pace.learn(2_000, 40_000, LEASE_MS);
    t.equal(pace.limit, 1_000);
    pace.learn(1_000, 20_000, LEASE_MS);
    t.equal(pace.limit, 500);
    pace.learn(400, 20_000, LEASE_MS);
    t.equal(pace.limit, 200);
    pace.learn(200, 5_000, LEASE_MS);
    t.equal(pace.limit, 400);
    for (let slow = 0; slow < 20; slow += 1) pace.learn(1, 70_000, LEASE_MS);
    t.equal(pace.limit, 50);
    t.end();
  },
);

t.test('after claims that find nothing although something is due, the pause grows to five seconds', (t) => {
  const pace = new ClaimPace(INTERVAL_MS);
  t.equal(pace.pauseMs(0), 0);
  const pauses = Array.from({ length: 7 }, () => {
    pace.found(0);
    return pace.pauseMs(1);
  });
  t.same(pauses, [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  pace.found(1);
  t.equal(pace.pauseMs(0), 0, 'no pause after one that found something');
  t.end();
});

t.test('a claim that finds nothing because nothing is due does not delay later ones', (t) => {
  const pace = new ClaimPace(INTERVAL_MS);
  for (let idle = 0; idle < 10; idle += 1) {
    pace.found(0);
    t.equal(pace.pauseMs(15_000), 250);
  }
  t.end();
});

t.test('if the interval is one second, the pause is at most a tenth of it', (t) => {
  const pace = new ClaimPace(1_000);
  const pauses = Array.from({ length: 6 }, () => {
    pace.found(0);
    return pace.pauseMs(0);
  });
  t.same(pauses, [10, 20, 40, 80, 100, 100]);
  t.end();
});
