/**
 * Asks for an address and has a sign-in link mailed, which starts the chosen watches. Then it tells what becomes of the
 * link.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { askForLink } from '../shared/about.ts';
import { AboutContext } from '../shared/about-context.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useAction } from '../shared/use-action.ts';
import { useLate } from '../shared/use-late.ts';
import { useWords } from '../shared/words.tsx';
import type { SignInHook } from './use-sign-in.ts';
import { Waiting } from './Waiting.tsx';
import { isSame, type Wish } from './wish.ts';
import { WishList } from './WishList.tsx';

interface Props {
  signIn: SignInHook;
  /** What the dialog is about, chosen with the form. */
  wish?: Wish | null;
  /** What else was chosen with it. */
  more?: Wish[];
  /** Keeps the wish and leaves the form, to choose more. */
  onLater?: () => void;
  disabled?: boolean;
  /** The choices of the wish. */
  children?: ComponentChildren;
}

const SLOW_MS = 3_000;

export function SignInForm({
  signIn,
  wish = null,
  more = [],
  onLater,
  disabled = false,
  children,
}: Props): JSX.Element {
  const { t, language } = useWords();
  const { wishes, add, drop, asked, ask } = signIn;
  const [email, setEmail] = useState(asked?.email ?? '');
  const { busy, error, run } = useAction();
  const slow = useLate(busy, SLOW_MS);
  const limit = useContext(AboutContext)?.maxWatches ?? Infinity;
  const chosen = wish === null ? [] : [wish, ...more];
  const others = wishes.filter((other) => !chosen.some((each) => isSame(other, each)));
  const all = [...others, ...chosen];
  const full = all.length > limit;

  if (asked !== null && (wish === null || asked.wishes.some((other) => isSame(other, wish))))
    return <Waiting link={asked} state={signIn.state} onAgain={() => ask(null)} takesFocus />;

  const submit = (event: Event): void => {
    event.preventDefault();
    run(async () => {
      const address = email.trim();
      const { waiting = '', mail } = await askForLink(
        address,
        all.map(({ watch }) => watch),
        language,
      );
      for (const each of chosen) add(each);
      ask({ email: address, secret: waiting, wishes: all, ...(mail && { mail }) });
    });
  };
  return (
    <form class="stack" onSubmit={submit}>
      {children}
      {others.length > 0 && (
        <div>
          <p>{t('account.signIn.chosen')}</p>
          <WishList wishes={others} onDrop={drop} />
        </div>
      )}
      {wish !== null && onLater && (
        <button
          type="button"
          class="button button-accent"
          disabled={busy || disabled}
          onClick={() => {
            for (const each of chosen) add(each);
            onLater();
          }}
        >
          {t('account.signIn.later')}
        </button>
      )}
      <div class="field">
        <label for="sign-in-email">{t('account.signIn.address')}</label>
        <input
          id="sign-in-email"
          type="email"
          required
          autocomplete="email"
          placeholder={t('account.signIn.example')}
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </div>
      <p class="quiet">{t('account.signIn.promise')}</p>
      {full && (
        <p class="note" role="status">
          {t('account.signIn.full', { count: limit })}
        </p>
      )}
      {error && <ErrorNote error={error} />}
      <button type="submit" class="button button-primary" disabled={busy || disabled || full}>
        {busy
          ? t('account.signIn.sending')
          : all.length === 0
            ? t('account.signIn.send')
            : t('account.signIn.sendWishes', { count: all.length })}
      </button>
      <p class="quiet" role="status">
        {slow && t('account.signIn.slow')}
      </p>
    </form>
  );
}
