/** Mails sign-in links. */
import type { Language } from '../domain/preferences.ts';
import { newSecret } from '../net/secret.ts';
import type { Mail } from '../notify/mail-seal.ts';
import type { ActorContext } from '../runtime/index.ts';
import { reasonOf, within } from '../runtime/index.ts';
import type { SignInWishes } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import type { Actors } from './actors.ts';
import { webError } from './errors.ts';
import { signInMail } from './pages/sign-in-mail.ts';

const LINK_TTL_MS = 15 * 60_000;
/** Milliseconds within which the mail server must take the mail. Three attempts fit in. */
const MAIL_WAIT_MS = 12_000;

export interface SignInLinksOptions {
  readonly store: Pick<Store, 'accounts' | 'users'>;
  readonly actors: Pick<Actors, 'sendMail'>;
  readonly context: Pick<ActorContext<never>, 'clock' | 'log'>;
  readonly baseUrl: () => string;
}

export interface LinkContents {
  language: Language;
  /** What the link starts to watch, by name. */
  names?: readonly string[];
  stored?: SignInWishes;
}

export class SignInLinks {
  readonly #options: SignInLinksOptions;
  /** How the last mail went: how long it took, and whether it was taken. */
  #last = { ms: 0, failed: false };

  constructor(options: SignInLinksOptions) {
    this.#options = options;
  }

  /**
   * Mails a link. Resolves with it when the mail server has taken the mail, or has refused this one recipient: whoever
   * asks must not learn from us which mailboxes exist. Nor who is suspended: then nothing is mailed, and the answer is
   * that of the last mail, as late. Rejects with PMC_SIGN_IN_MAIL_FAILED when no mail can be sent now, to any address.
   */
  async send(email: string, { language, names = [], stored = {} }: LinkContents): Promise<string> {
    const { store, context, baseUrl } = this.#options;
    const { clock } = context;
    const { secret, hash } = newSecret();
    await store.accounts.addSignIn(hash, email, LINK_TTL_MS, stored);
    const url = `${baseUrl()}/sign-in?token=${secret}`;
    const began = clock.monotonic();
    if (await store.users.isSuspended(email)) {
      const { ms } = this.#last;
      if (ms > 0) await new Promise<void>((resolve) => void clock.setTimeout(resolve, ms));
    } else {
      const failed = !(await this.#taken(signInMail(email, url, LINK_TTL_MS, language, names)));
      this.#last = { ms: clock.monotonic() - began, failed };
    }
    if (this.#last.failed) throw webError('PMC_SIGN_IN_MAIL_FAILED', {});
    return url;
  }

  async #taken(mail: Mail): Promise<boolean> {
    const { actors, context } = this.#options;
    const late = () => webError('PMC_SIGN_IN_MAIL_FAILED', {});
    const sent = await within(context.clock, MAIL_WAIT_MS, actors.sendMail(mail), late).catch((error: unknown) => {
      context.log.warn({ reason: reasonOf(error) }, 'sign-in mail failed');
      return undefined;
    });
    if (sent === undefined || sent.outcome === 'sent') return sent !== undefined;
    context.log.warn({ code: sent.code }, 'sign-in mail failed');
    return sent.code === 'PMC_MAIL_REFUSED';
  }
}
