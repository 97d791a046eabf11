import { createHmac } from 'node:crypto';
import t from 'tap';
import { contentOf, signedJson } from '../../../src/notify/webhook/signed-json.ts';
import { change, NEW_SECTION, NOT_FOUND, notification, WATCH } from '../samples.ts';

t.test('the signature is the HMAC of the exact body', async (t) => {
  const { body, headers, url } = signedJson({ url: 'https://h.example/', secret: 'key' }, 'id-1', { text: 'ü' });
  t.equal(url, 'https://h.example/');
  t.equal(body, '{"text":"ü"}');
  t.equal(headers['idempotency-key'], 'id-1');
  t.equal(headers['x-pickmyclass-signature'], `sha256=${createHmac('sha256', 'key').update(body).digest('hex')}`);
});

t.test('a program is told the change and the watch, and nothing about the student', async (t) => {
  const about = change('opened');
  const content = contentOf(notification(about));
  t.same(content, { change: about, watch: { id: 'watch-1', section: about.section, ...WATCH } });
  t.notMatch(JSON.stringify(content), /student/);
});

t.test('a notice has its kind in place of a change', async (t) => {
  const { section } = NOT_FOUND;
  t.same(contentOf(NOT_FOUND), { notice: 'not-found', section, watch: { id: 'watch-1', section } });
  t.match(contentOf(NEW_SECTION), {
    notice: 'new-section',
    section,
    state: { status: 'open' },
    watch: { id: 'watch-1', course: 'asu/2267/CSE/310', kinds: ['opened'] },
  });
});
