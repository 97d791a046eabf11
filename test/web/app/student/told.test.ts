import t from 'tap';
import { formats } from '../../../../src/words/formats.ts';
import { t as words } from '../../../../src/words/index.ts';
import type { Message } from '../../../../src/web/contract/message.ts';
import { deliveryWords, toldWords } from '../../../../src/web/app/student/message-words.ts';
import { toldThings, withNewest } from '../../../../src/web/app/student/told.ts';
import { sample, withSeats } from '../support/sample.ts';

const SEEN = '2026-11-23T20:01:00.000Z';
const NOW = Date.parse('2026-11-23T21:00:00.000Z');
const [opened] = withSeats(sample('66445'), 150, 147, SEEN).changes;

function message(id: string, rest: Partial<Message> = {}): Message {
  return {
    id,
    section: 'asu/2267/66445',
    change: opened!,
    kind: 'opened',
    channel: 'email',
    label: 'ada@example.edu',
    state: 'sent',
    detectedAt: SEEN,
    queuedAt: SEEN,
    sentAt: '2026-11-23T20:01:02.000Z',
    ...rest,
  };
}
const reading = { t: words('en'), formats: formats('en', 'America/Phoenix') };

t.test('what one look found is one thing, however many channels told it', async (t) => {
  const things = toldThings([
    message('3', { detectedAt: '2026-11-23T20:30:00.000Z' }),
    message('2', { channel: 'webhook', label: 'Slack' }),
    message('1'),
    message('0', { kind: 'instructor' }),
  ]);
  t.same(
    things.map(({ deliveries }) => deliveries.map(({ id }) => id)),
    [['3'], ['2', '1'], ['0']],
  );
});

t.test('two watches that are told of one thing in one mail are one delivery', async (t) => {
  t.equal(toldThings([message('1'), message('2')])[0]!.deliveries.length, 1);
  t.equal(toldThings([message('1'), message('2', { state: 'pending' })])[0]!.deliveries.length, 2);
});

t.test('a newly loaded page comes first, and replaces what it has in common', async (t) => {
  const known = [message('2', { state: 'pending' }), message('1')];
  const merged = withNewest(known, [message('3'), message('2')]);
  t.same(
    merged.map(({ id, state }) => [id, state]),
    [
      ['3', 'sent'],
      ['2', 'sent'],
      ['1', 'sent'],
    ],
  );
});

t.test('a message says in words what it told, and how it went', async (t) => {
  t.equal(toldWords(message('1'), reading), 'CSE 310 · 66445: seats opened. 3 of 150 seats open');
  const { change: _change, ...old } = message('1');
  t.equal(toldWords(old, reading), 'Class 66445: a seat opened');
  t.equal(toldWords({ ...old, kind: 'outage' }, reading), 'Class 66445: we could not see it');
  t.match(toldWords({ ...old, kind: 'channel-muted', section: '' }, reading), /^One of your channels stopped working/);
  t.equal(toldWords({ ...old, kind: 'of-a-later-version' }, reading), 'Class 66445: news');
  t.equal(deliveryWords(message('1'), reading, NOW), 'e-mail, sent 1:01 PM');
  const { sentAt: _sentAt, ...unsent } = message('1', { channel: 'web-push', label: 'Firefox · Android' });
  t.equal(deliveryWords({ ...unsent, state: 'pending' }, reading, NOW), 'Firefox · Android, not sent yet');
  t.equal(deliveryWords({ ...unsent, label: '', state: 'dead' }, reading, NOW), 'browser, not delivered');
});
