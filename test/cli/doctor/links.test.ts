import t from 'tap';
import { examineLinks } from '../../../src/cli/doctor/links.ts';
import { configOf } from '../../support/config-of.ts';

const MAIL = { SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'pmc@example.edu' };

t.test('links must be https addresses of another machine, once mail is really sent', async (t) => {
  const code = 'PMC_LINKS_UNREACHABLE';
  t.throws(() => examineLinks(configOf(MAIL)), { code, message: /PUBLIC_URL is not set. Set PUBLIC_URL to/ });
  t.throws(() => examineLinks(configOf({ ...MAIL, PUBLIC_URL: 'https://localhost:3000' })), {
    code,
    message: /point to localhost, which is each reader's own machine/,
  });
  t.throws(() => examineLinks(configOf({ ...MAIL, PUBLIC_URL: 'http://pmc.example.edu' })), {
    code,
    message: /with one click only if PUBLIC_URL begins with https/,
  });
  t.match(examineLinks(configOf({ ...MAIL, PUBLIC_URL: 'https://pmc.example.edu' })), /students can open them/);
  t.match(examineLinks(configOf({})), /mails are files/);
});
