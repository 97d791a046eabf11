import t from 'tap';
import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { isMailbox } from '../../src/domain/mailbox.ts';

const MAILBOXES = [
  'alerts@example.edu',
  'PickMyClass <alerts@example.edu>',
  '<alerts@example.edu>',
  '"Classes, seats" <a.b+c@mail.example.edu>',
  'Universität <no-reply@example.edu>',
  'pickmyclass@localhost',
  "O'Neill <o'neill@example.edu>",
];
const NONE = [
  'nobody',
  '',
  'nobody@',
  '@example.edu',
  'a@b@c',
  'PickMyClass',
  'PickMyClass <nobody>',
  'a@example.edu, b@example.edu',
  'Classes, seats <a@example.edu>',
  'a@example.edu\nBcc: b@example.edu',
  'A\r\nBcc: b@example.edu <a@example.edu>',
  'A <a@example.edu> B',
  'A <a@example.edu',
  'a..b@example.edu',
  'a@-example.edu',
  'a@example..edu',
  'a b@example.edu',
  'A\u2028B <a@example.edu>',
  '"A" B" <a@example.edu>',
  `${'a'.repeat(65)}@example.edu`,
  'group: a@example.edu;',
  'a@example.edu ',
];

t.test('a sender is one mailbox: an address, with or without a name', async (t) => {
  t.same(
    MAILBOXES.filter((text) => !isMailbox(text)),
    [],
  );
  t.same(NONE.filter(isMailbox), []);
});

t.test('every accepted mailbox gives a mail exactly one sender and no other header', async (t) => {
  const composer = createTransport({ streamTransport: true, buffer: true });
  const piece = fc.constantFrom(
    'a',
    'ä',
    ' ',
    ',',
    '<',
    '>',
    '"',
    '\\',
    '@',
    '.',
    'example.edu',
    '\n',
    ':',
    ';',
    '(',
    ')',
    '-',
    '\u200b',
    'x@y.edu',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const from = `${pieces.join('')} <alerts@example.edu>`;
      if (!isMailbox(from)) return;
      const { message, envelope } = await composer.sendMail({
        from,
        to: 'ada@example.edu',
        text: 'x',
        headers: { 'X-Last': '1' },
      });
      t.equal(envelope.from, 'alerts@example.edu');
      t.equal(
        (message as Buffer)
          .toString()
          .split(/\r?\n\r?\n/)[0]!
          .split(/\r?\n(?![ \t])/)
          .filter((line) => line.startsWith('From:')).length,
        1,
      );
    }),
    { seed: 26, numRuns: 300 },
  );
});
