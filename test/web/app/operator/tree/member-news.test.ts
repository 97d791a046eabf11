import t from 'tap';
import { addNews, noMembership } from '../../../../../src/web/app/operator/tree/member-news.ts';
import { timeOfDay } from '../../../../../src/web/app/shared/time.ts';
import { awayReport, nodeReport } from '../../support/nodes.ts';

const NOON = Date.parse('2026-11-23T12:00:00.000Z');
const NOW = timeOfDay(NOON);
const a = nodeReport('a');
const b = nodeReport('b');
const away = (state: 'silent' | 'lost') => awayReport('b', state, { startedAt: b.startedAt });
const newsOf = (before: (typeof a)[], after: (typeof a)[]): string =>
  addNews({ nodes: before, news: '' }, after, NOON).news;

t.test('the first poll is not news, and neither is a poll without differences', (t) => {
  const first = addNews(noMembership, [a, b], NOON);
  t.same(first, { nodes: [a, b], news: '' });
  t.equal(addNews(first, [a, { ...b, seenAt: '2026-11-23T13:00:00.000Z' }], NOON).news, '');
  t.end();
});

t.test('a node that comes, comes back, restarts or leaves is news', (t) => {
  t.equal(newsOf([a], [a, b]), `Node b came at ${NOW}.`);
  for (const state of ['silent', 'lost'] as const)
    t.equal(newsOf([a, away(state)], [a, b]), `Node b came back at ${NOW}.`);
  t.equal(newsOf([a, b], [a, { ...b, startedAt: '2026-11-23T11:59:00.000Z' }]), `Node b started anew at ${NOW}.`);
  t.equal(newsOf([a, b], [a]), `Node b left at ${NOW}.`);
  t.equal(newsOf([a, b], [a, nodeReport('c')]), `Node c came at ${NOW}. Node b left at ${NOW}.`);
  t.end();
});

t.test('a silent or lost node is not news, and neither is a lost node that is forgotten', (t) => {
  for (const state of ['silent', 'lost'] as const) {
    t.equal(newsOf([a, b], [a, away(state)]), '');
    t.equal(newsOf([a], [a, away(state)]), '');
  }
  t.equal(newsOf([a, away('lost')], [a]), '');
  t.equal(newsOf([a, away('silent')], [a]), `Node b left at ${NOW}.`);
  t.end();
});

t.test('the latest news stay until there are newer ones', (t) => {
  const came = addNews({ nodes: [a], news: '' }, [a, b], NOON);
  t.equal(addNews(came, [a, b], NOON + 1000).news, came.news);
  t.equal(addNews(came, [a], NOON + 1000).news, `Node b left at ${timeOfDay(NOON + 1000)}.`);
  t.end();
});
