import t from 'tap';
import type { ParsedMail } from 'mailparser';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { CHANGE_KINDS } from '../../../src/domain/change.ts';
import type { Bundle } from '../../../src/notify/channel.ts';
import type { MailSettings } from '../../../src/notify/email/message.ts';
import { composeBundle, composePlain } from '../../../src/notify/email/message.ts';
import { readAction } from '../../../src/notify/action-token.ts';
import { change, DETECTED, FULL, NOT_FOUND, notification, OPEN, SETTINGS, TERM_OVER } from '../samples.ts';

const NOW = Date.parse(DETECTED) + 800;

async function rawOf(bundle: Bundle, settings = SETTINGS): Promise<string> {
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail(
    composeBundle(bundle, settings, NOW),
  );
  return (message as Buffer).toString();
}

async function read(bundle: Bundle, settings: MailSettings = SETTINGS): Promise<ParsedMail> {
  return simpleParser(await rawOf(bundle, settings));
}

/** The values of a header that may repeat. */
function values(mail: ParsedMail, key: string): string[] {
  return mail.headerLines.filter((line) => line.key === key).map(({ line }) => line.slice(key.length + 2));
}

t.test('a mail about a seat names the section, the time, and where to register', async (t) => {
  const mail = await read([notification()]);
  t.equal(mail.subject, '1 seat open: CSE 310 · 66445 (Mon Wed 4:30 PM)');
  for (const body of [mail.text ?? '', mail.html || '']) {
    t.match(body, '1 seat is open · seen Mon, Nov 23, 2:03 PM MST');
    t.match(body, 'Register at ASU');
    t.match(body, '0 of 150 seats open → 1 of 150 seats open (149 enrolled)');
    t.match(body, 'Ada Alder');
    t.match(body, 'Mon Wed 4:30–5:45 PM, Tempe - PSH153');
    t.match(body, 'Fall 2026');
    t.match(body, 'Seen Nov 23, 2:03:00 PM, told Nov 23, 2:03:00 PM.');
    t.match(body, 'We keep watching');
    for (const link of ['Got it, stop', 'Pause a day', 'Stop e-mails', 'Stop everything']) t.match(body, link);
    t.match(body, 'https://pick.example.edu/');
  }
  t.match(mail.text, 'https://classes.example.edu/list?term=2267&keywords=66445');
  t.match(mail.html || '', 'href="https://classes.example.edu/list?term=2267&amp;keywords=66445"');
  t.notMatch(mail.text, 'simulation');
});

t.test('it goes from the configured sender to one recipient, and is marked as automatic', async (t) => {
  const mail = await read([notification()]);
  t.equal(mail.from?.text, '"PickMyClass" <alerts@example.edu>');
  t.match(mail.to, { text: 'student@example.edu' });
  t.equal(mail.date?.getTime(), Math.floor(NOW / 1000) * 1000);
  t.same(values(mail, 'auto-submitted'), ['auto-generated']);
  t.same(values(mail, 'list-id'), ['PickMyClass alerts <alerts.example.edu>']);
});

t.test('a comma in an address makes no second recipient', async (t) => {
  const { to } = composeBundle(
    [notification(change('opened'), { recipient: 'a@example.edu, b@example.edu' })],
    SETTINGS,
    NOW,
  );
  t.same(to, { name: '', address: 'a@example.edu, b@example.edu' });
});

t.test('one mail covers several changes, with one header for each', async (t) => {
  const mail = await read([
    notification(change('instructor', { ...FULL, instructors: [] })),
    notification(change('opened', { ...FULL, instructors: [] })),
  ]);
  t.same(values(mail, 'x-pickmyclass-change').toSorted(), ['asu/2267/66445#8:instructor', 'asu/2267/66445#8:opened']);
  t.match(mail.subject, /^1 seat open: /, 'what matters most comes first');
  t.match(mail.text, 'Instructor: not named yet → Ada Alder');
});

t.test('values that were never shown are called "not shown"', async (t) => {
  const { text } = await read([
    notification(change('opened', { ...FULL, instructors: null, meetings: null }), {
      current: { ...OPEN, instructors: null, meetings: null },
    }),
  ]);
  t.match(text, /Instructor:\s+not shown/);
  t.match(text, /Meets:\s+not shown/);
});

t.test('the unsubscribe headers are those of RFC 8058, unfolded, and their link is the one in the body', async (t) => {
  const raw = await rawOf([notification(change('opened'), { watchId: 'w'.repeat(60) })]);
  const [, url = ''] =
    /^List-Unsubscribe: <(https:\/\/pick\.example\.edu\/api\/v1\/unsubscribe\?token=[^>\s]+)>\r?$/m.exec(raw) ?? [];
  t.match(raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
  t.same(readAction(new URL(url).searchParams.get('token') ?? '', SETTINGS.secret), {
    do: 'stop',
    watches: ['w'.repeat(60)],
  });
  const mail = await simpleParser(raw);
  t.match(mail.text, url);
  t.match(mail.html || '', `href="${url}"`);
});

t.test('the Message-ID is the same on every attempt, and different for another change', async (t) => {
  const first = composeBundle([notification()], SETTINGS, NOW);
  const later = composeBundle(
    [notification(change('opened'), { attempts: 4, current: { ...FULL, version: 9 } })],
    SETTINGS,
    NOW + 60_000,
  );
  const other = composeBundle([notification(change('opened', FULL, { ...OPEN, version: 9 }))], SETTINGS, NOW);
  t.match(first.messageId, /^<[0-9a-f]{40}@example\.edu>$/);
  t.equal(later.messageId, first.messageId);
  t.not(other.messageId, first.messageId);
});

t.test('a late mail says what is true now, and promises nothing in its subject', async (t) => {
  const full = await read([notification(change('opened'), { current: { ...FULL, version: 9 } })]);
  t.equal(full.subject, 'Seat open, now full: CSE 310 · 66445 (Mon Wed 4:30 PM)');
  t.match(full.text, 'A seat opened on Mon, Nov 23, 2:03 PM MST; now it is full.');
  t.match(full.text, '0 of 150 seats open (150 enrolled)');
  t.notMatch(full.text, 'Register');
  const unsure = await read([notification(change('opened'), { current: { ...OPEN, status: 'unknown' } })]);
  t.match(unsure.text, 'now we cannot see it, so please check for yourself.');
});

t.test('every kind of change has its own wording', async (t) => {
  const subjects: Record<string, string> = {};
  for (const kind of CHANGE_KINDS)
    subjects[kind] = (await read([notification(change(kind))])).subject?.split(':')[0] ?? '';
  t.same(subjects, {
    opened: '1 seat open',
    closed: 'Full again',
    seats: 'Seats changed',
    waitlist: 'Waitlist changed',
    instructor: 'New instructor',
    schedule: 'New time or place',
    cancelled: 'Cancelled',
    listed: 'Offered again',
  });
});

t.test('the end of a term is reported as such, not as a cancellation', async (t) => {
  const mail = await read([TERM_OVER]);
  t.same(values(mail, 'x-pickmyclass-notice'), ['term-over']);
  t.same(values(mail, 'x-pickmyclass-change'), []);
  t.match(mail.subject, /^Fall 2026 is over: CSE 310/);
  t.match(mail.text, /^Fall 2026 is over\.\n/);
  t.match(mail.text, 'We have ended your watch of CSE 310');
  t.notMatch(mail.text, 'Got it, stop', 'there is no watch left to stop');
});

t.test('a notice says that the watch has ended, and has its kind instead of a change', async (t) => {
  const mail = await read([NOT_FOUND]);
  t.same(values(mail, 'x-pickmyclass-notice'), ['not-found']);
  t.same(values(mail, 'x-pickmyclass-change'), []);
  t.same(values(mail, 'list-unsubscribe'), []);
  t.equal(mail.subject, 'No such section: class 66445, Fall 2026');
  t.match(mail.text, 'We have ended this watch.');
});

t.test('a mail about a simulated section says so', async (t) => {
  const mail = await read([notification()], {
    ...SETTINGS,
    campusOf: () => ({ ...SETTINGS.campusOf('asu'), simulated: true }),
  });
  t.match(mail.text, 'This is a simulation: sections, seats and people are made up.');
  t.match(mail.html || '', 'This is a simulation: sections, seats and people are made up.');
});

t.test('text from the site cannot add a header or markup', async (t) => {
  const hostile = {
    ...OPEN,
    title: 'Trees\r\nBcc: everyone@example.edu\u2028\u202E<script>alert(1)</script>',
    instructors: ['<img src=x onerror=alert(1)>'],
  };
  const mail = await read([notification(change('opened', FULL, hostile))]);
  t.equal(mail.bcc, undefined);
  t.equal(mail.subject, '1 seat open: CSE 310 · 66445 (Mon Wed 4:30 PM)');
  t.match(mail.text, 'CSE 310 · 66445 Trees Bcc: everyone@example.edu <script>alert(1)</script>\n');
  t.notMatch(mail.html || '', /<script|<img/);
  t.match(mail.html || '', '&lt;script&gt;');
});

t.test('a very long title is cut', async (t) => {
  const mail = await read([notification(change('opened', FULL, { ...OPEN, title: 'Long '.repeat(10_000) }))]);
  t.ok((mail.subject ?? '').length < 250);
});

t.test('a mail outside the store is sent as it was written', async (t) => {
  t.match(
    composePlain({ to: 'a@example.edu', subject: 'Sign in', text: 'text', html: '<p>html</p>' }, SETTINGS.from, NOW),
    { to: { address: 'a@example.edu' }, from: SETTINGS.from, subject: 'Sign in', text: 'text', html: '<p>html</p>' },
  );
});

t.test('every attempt at a mail outside the store has the same Message-ID, and no other mail has it', (t) => {
  const mail = { to: 'a@example.edu', subject: 'Alert', text: 'text', html: '' };
  const idOf = (over: Partial<typeof mail>, at = NOW) =>
    composePlain({ ...mail, ...over }, SETTINGS.from, at).messageId;
  t.match(idOf({}), /^<[0-9a-f]{40}@[a-z.]+>$/);
  t.equal(idOf({}, NOW + 60_000), idOf({}));
  const others = [{ to: 'b@example.edu' }, { subject: 'Alert is over' }, { text: 'another text' }];
  t.equal(new Set([idOf({}), ...others.map((over) => idOf(over))]).size, 4);
  t.end();
});

t.test('a notification without its change throws, so no mail is composed', async (t) => {
  t.throws(() => composeBundle([{ ...notification(), change: null }], SETTINGS, NOW), { code: 'PMC_CHANGE_MISSING' });
});
