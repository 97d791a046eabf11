import t from 'tap';
import {
  breakersNotClosed,
  cycleWords,
  memberLine,
  standing,
} from '../../../../../src/web/app/operator/tree/member-words.ts';
import { timeOfDay } from '../../../../../src/web/app/shared/time.ts';
import { awayReport, nodeReport, treeNode } from '../../support/nodes.ts';

const NOON = Date.parse('2026-11-23T12:00:00.000Z');
const ELEVEN = '2026-11-23T11:00:00.000Z';
const cycle = { startedAt: ELEVEN, due: 6250, done: 3810, failed: 2, requests: 412 };

t.test('the summary names the nodes that do not answer, or says that all answer', (t) => {
  const at = timeOfDay(Date.parse(ELEVEN));
  t.equal(standing([nodeReport('a'), nodeReport('b')]), 'All 2 nodes answer.');
  t.equal(
    standing([
      nodeReport('a'),
      awayReport('b', 'lost', { seenAt: ELEVEN }),
      awayReport('c', 'silent', { seenAt: ELEVEN }),
    ]),
    `Node b has been lost since ${at}. Node c has not answered since ${at}.`,
  );
  t.end();
});

t.test('a node that answers shows its uptime and its work; any other shows when it was last heard of', (t) => {
  t.equal(
    memberLine(nodeReport('a', { startedAt: ELEVEN, cycle }), NOON),
    'running for 1 h · cycle: 3,812 of 6,250 sections',
  );
  t.equal(
    memberLine(nodeReport('a', { startedAt: ELEVEN, cycle: null, publishes: true, self: true }), NOON),
    'running for 1 h · cycle: none yet · publishes · answers this page',
  );
  t.equal(memberLine(awayReport('a', 'lost', { seenAt: ELEVEN, cycle }), NOON), 'last heard of 1 h ago');
  t.equal(
    memberLine(awayReport('a', 'silent', { seenAt: ELEVEN, publishes: true }), NOON),
    'last heard of 1 h ago · publishes',
  );
  t.end();
});

t.test('a finished cycle shows no share', (t) => {
  t.equal(cycleWords({ ...cycle, finishedAt: ELEVEN }), '6,250 sections, finished');
  t.end();
});

t.test('open and half-open breakers are counted anywhere in the tree', (t) => {
  const tree = treeNode('root', [
    treeNode('a', [treeNode('b', [], { breaker: 'open' }), treeNode('c', [], { breaker: 'closed' })], {
      breaker: 'half-open',
    }),
    treeNode('d'),
  ]);
  t.equal(breakersNotClosed(nodeReport('a', { tree })), 2);
  t.equal(breakersNotClosed(awayReport('a', 'lost')), 0);
  t.end();
});
