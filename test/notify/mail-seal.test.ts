import fc from 'fast-check';
import t from 'tap';
import { MailSeal } from '../../src/notify/mail-seal.ts';

const SECRET = 'session-secret-of-at-least-32-chars';
const mail = { to: 'ada@example.edu', subject: 'Sign in', text: 'https://x/sign-in?token=abc', html: '<p>é</p>' };

t.test('a sealed mail can be opened with the same secret, and shows nothing of its contents', async (t) => {
  const sealed = new MailSeal(SECRET).seal(mail);
  t.same(new MailSeal(SECRET).open(sealed), mail);
  t.match(sealed, /^[\w-]+$/);
  for (const part of ['ada', 'token', 'sign-in']) {
    t.notMatch(sealed, part);
    t.notMatch(Buffer.from(sealed, 'base64url').toString('latin1'), part);
  }
  t.not(new MailSeal(SECRET).seal(mail), sealed, 'the same mail looks different each time');
});

t.test('a mail that was sealed with another secret or was changed cannot be opened', async (t) => {
  const seal = new MailSeal(SECRET);
  t.equal(seal.open(new MailSeal(`${SECRET}!`).seal(mail)), undefined);
  const sealed = Buffer.from(seal.seal(mail), 'base64url');
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (place, bits) => {
      const changed = Buffer.from(sealed);
      changed[place] = changed[place]! ^ bits;
      return seal.open(changed.toString('base64url')) === undefined;
    }),
    { seed: 7 },
  );
  for (const text of ['', 'x', JSON.stringify(mail)]) t.equal(seal.open(text), undefined);
});
