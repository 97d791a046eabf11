import t from 'tap';
import { ClaimSize } from '../../src/actors/claim-size.ts';

const LEASE_MS = 60_000;

t.test('everything is claimed at once while the store is quick', (t) => {
  const size = new ClaimSize();
  t.equal(size.limit, 10_000);
  size.learn(6_250, 800, LEASE_MS);
  t.equal(size.limit, 10_000);
  t.end();
});

t.test('a claim that takes a fifth of the lease is halved until it does not, never to nothing, and grows again', (t) => {
  const size = new ClaimSize();
  size.learn(2_000, 40_000, LEASE_MS);
  t.equal(size.limit, 1_000);
  size.learn(1_000, 20_000, LEASE_MS);
  t.equal(size.limit, 500);
  size.learn(400, 20_000, LEASE_MS);
  t.equal(size.limit, 200);
  size.learn(200, 5_000, LEASE_MS);
  t.equal(size.limit, 400);
  for (let slow = 0; slow < 20; slow += 1) size.learn(1, 70_000, LEASE_MS);
  t.equal(size.limit, 50);
  t.end();
});
