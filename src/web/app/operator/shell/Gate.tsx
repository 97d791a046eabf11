/** Asks for the OPERATOR_TOKEN. Operators may also sign in with their e-mail address. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { useAction } from '../../shared/use-action.ts';
import { operatorApi } from '../api.ts';

export function Gate({ onToken }: { onToken: (token: string) => void }): JSX.Element {
  const [token, setToken] = useState('');
  const { busy, error, run } = useAction();
  const submit = (event: Event): void => {
    event.preventDefault();
    run(async () => {
      await operatorApi(token.trim()).tryToken();
      onToken(token.trim());
    });
  };
  return (
    <main id="main" tabIndex={-1} class="narrow">
      <section class="card stack">
        <h1>For operators</h1>
        <p>Paste the operator token. It stays in this tab until you close it.</p>
        <form class="stack" onSubmit={submit}>
          <div class="field">
            <label for="token">Operator token</label>
            <input
              id="token"
              type="password"
              required
              autocomplete="off"
              value={token}
              onInput={(event) => setToken(event.currentTarget.value)}
            />
          </div>
          {error && <ErrorNote error={error} />}
          <button type="submit" class="button button-primary" disabled={busy}>
            {busy ? 'Asking…' : 'Continue'}
          </button>
        </form>
        <p class="quiet">
          The token is <code>OPERATOR_TOKEN</code>. If that is not set, it was generated at the first start and is in
          the data directory. If your address is in <code>OPERATOR_EMAILS</code>, you can <a href="/">sign in</a>{' '}
          instead.
        </p>
      </section>
    </main>
  );
}
