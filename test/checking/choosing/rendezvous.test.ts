import t from 'tap';
import { Rendezvous } from '../../../src/checking/choosing/rendezvous.ts';
import type { Ask } from '../../../src/checking/choosing/row.ts';

const NODES = ['node-0', 'node-1', 'node-2'];
const SUBJECTS = Array.from({ length: 300 }, (_, nth): Ask => ({ term: '2267', subject: `S${nth}` }));

/** Returns, for each node, its answers when it knows all of them. */
function parts(nodes: readonly string[], asks: readonly Ask[]): boolean[][] {
  return nodes.map((node) => {
    const rendezvous = new Rendezvous();
    rendezvous.among([node, ...nodes.filter((other) => other !== node)]);
    return asks.map((ask) => rendezvous.isFirst(ask));
  });
}

t.test('a node alone goes first everywhere', (t) => {
  t.ok(SUBJECTS.every((ask) => new Rendezvous().isFirst(ask)));
  t.ok(parts(['node-0'], SUBJECTS).flat().every(Boolean));
  t.end();
});

t.test('nodes agree which of them goes first, and their parts are about equal', (t) => {
  const all = parts(NODES, SUBJECTS);
  for (const [nth] of SUBJECTS.entries()) t.equal(all.filter((part) => part[nth]).length, 1);
  for (const part of all) {
    const size = part.filter(Boolean).length;
    t.ok(size > 75 && size < 125, `${size} of 300`);
  }
  t.end();
});

t.test('when a node goes, only its part moves', (t) => {
  const rendezvous = new Rendezvous();
  rendezvous.among(NODES);
  const before = SUBJECTS.map((ask) => rendezvous.isFirst(ask));
  rendezvous.among(NODES.slice(0, 2));
  const after = SUBJECTS.map((ask) => rendezvous.isFirst(ask));
  t.ok(before.every((first, nth) => !first || after[nth]));
  t.ok(after.filter(Boolean).length > before.filter(Boolean).length);
  t.end();
});

t.test('a subject and its courses have the same node', (t) => {
  const courses = SUBJECTS.map((ask): Ask => ({
    term: '2267',
    course: { subject: 'subject' in ask ? ask.subject : '', catalogNumber: '310' },
  }));
  t.same(parts(NODES, courses), parts(NODES, SUBJECTS));
  t.end();
});
