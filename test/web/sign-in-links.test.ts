import t from 'tap';
import type { Mail } from '../../src/notify/mail-seal.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';
import { SignInLinks } from '../../src/web/sign-in-links.ts';

const MAIL_MS = 700;
const SUSPENDED = 'eve@example.edu';

function setUp() {
  const clock = new ManualClock();
  const mails: Mail[] = [];
  let code: string | null = null;
  const links = new SignInLinks({
    store: {
      accounts: { addSignIn: async () => undefined },
      users: { isSuspended: async (email: string) => email === SUSPENDED },
    } as never,
    actors: {
      sendMail: async (mail: Mail) => {
        mails.push(mail);
        await new Promise<void>((resolve) => void clock.setTimeout(resolve, MAIL_MS));
        return code === null ? { outcome: 'sent' } : { outcome: 'failed', code, message: '' };
      },
    },
    context: { clock, log: recordingLog() },
    baseUrl: () => 'https://seats.example.edu',
  });
  /** How long an answer took, and its error. */
  const timed = async (email: string): Promise<{ ms: number; error: string | null }> => {
    const began = clock.monotonic();
    let ended: { ms: number; error: string | null } | undefined;
    void links.send(email, { language: 'en' }).then(
      () => (ended = { ms: clock.monotonic() - began, error: null }),
      (error: { code: string }) => (ended = { ms: clock.monotonic() - began, error: error.code }),
    );
    for (let waited = 0; waited < 20_000 && ended === undefined; waited += 100) await clock.advance(100);
    return ended!;
  };
  return { mails, timed, fail: (with_: string | null) => void (code = with_) };
}

t.test('a suspended student gets no mail, and the answer takes as long as that to somebody else', async (t) => {
  const { mails, timed } = setUp();
  const other = await timed('ada@example.edu');
  t.same(await timed(SUSPENDED), other);
  t.same(
    mails.map(({ to }) => to),
    ['ada@example.edu'],
  );
});

t.test('while no mail can be sent, both get the same error', async (t) => {
  const { timed, fail } = setUp();
  fail('PMC_MAIL_FAILED');
  const other = await timed('ada@example.edu');
  t.match(other, { error: 'PMC_SIGN_IN_MAIL_FAILED' });
  t.same(await timed(SUSPENDED), other);
  fail('PMC_MAIL_REFUSED');
  t.match(await timed('ada@example.edu'), { error: null }, 'a refused mailbox is not told');
});
