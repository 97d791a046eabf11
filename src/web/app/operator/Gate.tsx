/** The way in: the OPERATOR_TOKEN, or a sign-in with an operator's address. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useAction } from '../shared/use-action.ts';
import { operatorApi } from './api.ts';

export function Gate({ onToken }: { onToken: (token: string) => void }): JSX.Element {
  const [token, setToken] = useState('');
  const { busy, error, run } = useAction();
  const submit = (event: Event): void => {
    event.preventDefault();
    run(async () => {
      await operatorApi(token.trim()).nodes();
      onToken(token.trim());
    });
  };
  return (
    <main id="main" tabIndex={-1} class="narrow">
      <section class="card stack">
        <h1>For operators</h1>
        <p>Paste the operator token. It stays in this tab and goes when you close it.</p>
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
          The token is <code>OPERATOR_TOKEN</code>, or was made on the first start and lies in the data directory. An
          address in <code>OPERATOR_EMAILS</code> gets in by <a href="/">signing in</a>.
        </p>
      </section>
    </main>
  );
}
