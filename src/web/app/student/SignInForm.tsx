/** The sign-in form: asks for an address, then tells the student to check the inbox. */
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { requestSignIn } from '../shared/about.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useAction } from '../shared/use-action.ts';

interface Props {
  simulated: boolean;
  onAsked?: (email: string) => void;
  disabled?: boolean;
  children?: ComponentChildren;
}

/** `onAsked` is called with the address once the link has been requested. */
export function SignInForm({ simulated, onAsked, disabled = false, children }: Props): JSX.Element {
  const [email, setEmail] = useState('');
  const [sentTo, setSentTo] = useState<string>();
  const { busy, error, run } = useAction();

  const submit = (event: Event): void => {
    event.preventDefault();
    run(async () => {
      await requestSignIn(email.trim());
      onAsked?.(email.trim().toLowerCase());
      setSentTo(email.trim());
    });
  };

  if (sentTo !== undefined) {
    return (
      <div class="note note-good" role="status">
        <div>
          <p>
            <strong>Check your inbox.</strong> A sign-in link is on its way to {sentTo}. It works once. This page
            notices when you have used it.
          </p>
          {simulated && (
            <p class="quiet">
              This installation is a simulation. Without a mail server, the mail is a file in <code>data/mail</code>.
            </p>
          )}
        </div>
      </div>
    );
  }
  return (
    <form class="stack" onSubmit={submit}>
      {children}
      <div class="field">
        <label for="sign-in-email">Your e-mail address</label>
        <input
          id="sign-in-email"
          type="email"
          required
          autocomplete="email"
          placeholder="you@example.edu"
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </div>
      <p class="quiet">No password. We mail you a link, and use the address for your watches only.</p>
      {error && <ErrorNote error={error} />}
      <button type="submit" class="button button-primary" disabled={busy || disabled}>
        {busy ? 'Sending…' : 'Mail me a sign-in link'}
      </button>
    </form>
  );
}
