import t from 'tap';
import { alertMail, alertPost } from '../../../src/notify/alerts/news.ts';
import type { News } from '../../../src/notify/alerts/news.ts';

const STARTED: News = {
  id: 'dead-letters@2026-11-23T20:00:00.000Z',
  alert: 'dead-letters',
  severity: 'warning',
  value: 12,
  threshold: 10,
  startedAt: '2026-11-23T20:00:00.000Z',
  endedAt: null,
};
const ENDED: News = { ...STARTED, endedAt: '2026-11-23T20:03:20.000Z' };
const URL = 'http://campus.example/operator';

t.test('a mail says what is the matter and since when, and links to the operator page', (t) => {
  const mail = alertMail('ops@example.edu', STARTED, URL);
  t.match(mail, { to: 'ops@example.edu', subject: 'PickMyClass: dead-letters (warning)' });
  t.match(mail.text, '12 dead letters.\n\nSince 2026-11-23 20:00:00 UTC.');
  for (const body of [mail.text, mail.html]) t.match(body, URL);
  t.end();
});

t.test('a mail about the end says how long it took', (t) => {
  const mail = alertMail('ops@example.edu', ENDED, URL);
  t.equal(mail.subject, 'PickMyClass: dead-letters is over');
  t.match(mail.text, 'From 2026-11-23 20:00:00 UTC to 2026-11-23 20:03:20 UTC: 3 min.');
  t.end();
});

t.test(
  'a webhook gets the alert as it is on the bus, with a text and a key that is the same for every attempt',
  (t) => {
    const { headers, body } = alertPost('http://hooks.example/', STARTED);
    t.same(JSON.parse(String(body)), {
      name: 'dead-letters',
      severity: 'warning',
      firing: true,
      since: STARTED.startedAt,
      value: 12,
      threshold: 10,
      text: 'PickMyClass: dead-letters (warning): 12 dead letters. Since 2026-11-23 20:00:00 UTC.',
    });
    t.equal(headers['idempotency-key'], `${STARTED.id}:start`);
    const end = alertPost('http://hooks.example/', ENDED);
    t.match(JSON.parse(String(end.body)), { firing: false, since: ENDED.endedAt });
    t.equal(end.headers['idempotency-key'], `${STARTED.id}:end`);
    t.end();
  },
);
