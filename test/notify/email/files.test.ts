import t from 'tap';
import type { Test } from 'tap';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { filesChannel } from '../../../src/notify/email/files.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { change, FULL, notification, SETTINGS } from '../samples.ts';

const yes = async () => true;

function open(t: Test) {
  const directory = join(t.testdir({}), 'mail');
  const clock = new ManualClock();
  return { directory, clock, channel: filesChannel(directory, SETTINGS, clock) };
}

t.test('each mail becomes a file that mail programs read', async (t) => {
  const { directory, channel } = open(t);
  t.same(await channel.deliver([notification()], yes), { outcome: 'sent' });
  const [name = ''] = await readdir(directory);
  t.match(name, /^20261123T210300Z-asu-2267-66445-[0-9a-f]{12}\.eml$/);
  const content = await readFile(join(directory, name));
  t.match(content.toString(), /^X-PickMyClass-Change: asu/m, 'our headers are spelled as documented');
  t.notMatch(content.toString(), /[^\r]\n/, 'lines end as RFC 5322 asks');
  const mail = await simpleParser(content);
  t.match(mail.subject, /^1 seat open: CSE 310/);
  t.equal(mail.headers.get('x-pickmyclass-change'), 'asu/2267/66445#8:opened');
});

t.test('a repeated attempt overwrites its own file, and nothing unfinished is left', async (t) => {
  const { directory, channel, clock } = open(t);
  await channel.deliver([notification()], yes);
  await clock.advance(60_000);
  await channel.deliver([notification(change('opened'), { attempts: 1, current: { ...FULL, version: 9 } })], yes);
  const names = await readdir(directory);
  t.equal(names.length, 1);
  t.match((await simpleParser(await readFile(join(directory, names[0] ?? '')))).subject, /now full/);
});

t.test('each student and each change gets a separate file', async (t) => {
  const { directory, channel } = open(t);
  await channel.deliver([notification()], yes);
  await channel.deliver([notification(change('opened'), { watchId: 'watch-2' })], yes);
  await channel.deliver([notification(change('opened', FULL, { ...FULL, status: 'open', version: 9 }))], yes);
  t.equal((await readdir(directory)).length, 3);
});

t.test('a withdrawn mail leaves no file', async (t) => {
  const { directory, channel } = open(t);
  t.same(await channel.deliver([notification()], async () => false), { outcome: 'withdrawn' });
  t.same(await readdir(directory), []);
});

t.test('mails outside the store are kept apart, and nobody else may read them', async (t) => {
  const { directory, channel } = open(t);
  const mail = { to: 'ada@example.edu', subject: 'Sign in', text: 'a link', html: '<p>a link</p>' };
  await channel.send(mail);
  await channel.send(mail);
  const names = await readdir(directory);
  t.equal(names.length, 2);
  t.equal((await stat(join(directory, names[0] ?? ''))).mode & 0o077, 0);
  t.equal((await stat(directory)).mode & 0o077, 0);
});

t.test('a directory that cannot be written is an outage', async (t) => {
  const blocked = join(t.testdir({}), 'a file');
  await writeFile(blocked, '');
  await chmod(blocked, 0o400);
  const channel = filesChannel(blocked, SETTINGS, new ManualClock());
  t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: true });
  await t.rejects(channel.verify(), { code: 'PMC_MAIL_FAILED' });
});
