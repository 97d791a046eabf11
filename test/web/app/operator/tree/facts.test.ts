import t from 'tap';
import {
  breakerWords,
  heartbeatWords,
  isFresh,
  loadWords,
  mailboxWords,
  restartWords,
} from '../../../../../src/web/app/operator/tree/facts.ts';
import { treeNode } from '../../support/nodes.ts';

t.test('a heartbeat is on time, or late', (t) => {
  t.equal(heartbeatWords(0), 'on time');
  t.equal(heartbeatWords(12_000), 'last 12 s ago');
  t.end();
});

t.test('a mailbox tells how many wait, and for how long', (t) => {
  t.equal(mailboxWords(treeNode('a')), 'empty');
  t.equal(mailboxWords(treeNode('a', [], { mailbox: 3, oldestMs: 1_250 })), '3 waiting, the oldest for 1.3 s');
  t.equal(mailboxWords(treeNode('a', [], { mailbox: 3 })), '3 waiting');
  t.end();
});

t.test('restarts are told with what is left of the budget', (t) => {
  const above = (left: number) => treeNode('asu', [], { budget: { left, restarts: 5, windowMs: 60_000 } });
  const node = treeNode('a', [], { restarts: 2 });
  t.equal(restartWords(node, above(3)), '2; asu may restart children 3 more times within 1 min');
  t.equal(restartWords(node, above(1)), '2; asu may restart children 1 more time within 1 min');
  t.equal(restartWords(node, undefined), '2');
  t.end();
});

t.test('the load of a thread leaves out what Node does not tell', (t) => {
  t.equal(loadWords({ busy: 0.312, cpu: 0.284, heapMb: 42 }), '31 % busy, 0.28 cores, 42 MB of objects');
  t.equal(loadWords({ busy: 0, heapMb: 8 }), '0 % busy, 8 MB of objects');
  t.end();
});

t.test('an open breaker counts down', (t) => {
  const open = treeNode('a', [], { breaker: 'open', retryInMs: 45_000 });
  t.equal(breakerWords(open, 0), 'open, tries again in 45 s');
  t.equal(breakerWords(open, 40_000), 'open, tries again in 5 s');
  t.equal(breakerWords(open, 90_000), 'open, tries again in 0 s');
  t.equal(breakerWords(treeNode('a', [], { breaker: 'half-open' }), 0), 'half-open');
  t.end();
});

t.test('a place stands out for 15 s after it was restarted', (t) => {
  const since = '2026-11-23T20:00:00.000Z';
  const at = (ms: number): number => Date.parse(since) + ms;
  t.equal(isFresh(treeNode('a', [], { since, restarts: 1 }), at(14_999)), true);
  t.equal(isFresh(treeNode('a', [], { since, restarts: 1 }), at(15_000)), false);
  t.equal(isFresh(treeNode('a', [], { since }), at(0)), false, 'its first start is no restart');
  t.equal(isFresh(treeNode('a', [], { since, restarts: 1, state: 'failed' }), at(0)), false);
  t.end();
});
