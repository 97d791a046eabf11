import t from 'tap';
import { readPushSubject } from '../../src/config/push-subject.ts';
import { Reader } from '../../src/config/reader.ts';

const FROM = 'Alerts <alerts@example.edu>';
const subject = (publicUrl: string | null, from: string, environment = {}) =>
  readPushSubject(new Reader(environment), publicUrl, from);

t.test(
  'push services are told of VAPID_SUBJECT, else an https PUBLIC_URL, else the address of MAIL_FROM',
  async (t) => {
    t.equal(subject(null, FROM), 'mailto:alerts@example.edu');
    t.equal(subject(null, 'alerts@example.edu'), 'mailto:alerts@example.edu');
    t.equal(subject('https://pick.example.edu', FROM), 'https://pick.example.edu');
    t.equal(subject('http://pick.example.edu', FROM), 'mailto:alerts@example.edu');
    const VAPID_SUBJECT = 'mailto:admin@example.edu';
    t.equal(subject('https://pick.example.edu', FROM, { VAPID_SUBJECT }), VAPID_SUBJECT);
  },
);

t.test('a subject that no push service would take is named', async (t) => {
  for (const VAPID_SUBJECT of ['admin@example.edu', 'mailto:admin', 'http://example.edu', 'https://']) {
    const read = new Reader({ VAPID_SUBJECT });
    readPushSubject(read, null, FROM);
    t.match(read.problems, [{ code: 'PMC_CONFIG_INVALID', message: /^VAPID_SUBJECT=/ }], VAPID_SUBJECT);
  }
});
