import t from 'tap';
import { Silences } from '../../src/notify/silences.ts';

t.test('one student with many dead hosts, and one dead host of many students, are no outage of ours', async (t) => {
  const one = new Silences();
  for (let index = 0; index < 50; index += 1) t.equal(one.unanswered(`h${index}`, 'mallory'), false);
  const many = new Silences();
  for (let index = 0; index < 50; index += 1) t.equal(many.unanswered('h', `student ${index}`), false);
});

t.test('three hosts of three students in a row look like an outage of ours', async (t) => {
  const silences = new Silences();
  t.equal(silences.unanswered('a', 'ada'), false);
  t.equal(silences.unanswered('b', 'ben'), false);
  t.equal(silences.unanswered('c', 'cleo'), true);
  t.equal(silences.unanswered('a', 'ada'), true);
});

t.test('one answer from anyone shows that our network works', async (t) => {
  const silences = new Silences();
  silences.unanswered('a', 'ada');
  silences.unanswered('b', 'ben');
  silences.answered();
  t.equal(silences.unanswered('c', 'cleo'), false);
});
