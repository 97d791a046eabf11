/** The form that makes a key. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { KEY_RATE_DEFAULT, KEY_RATE_MAX } from '../../../contract/key-limits.ts';
import type { NewKey } from '../../../contract/keys.ts';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { useAction } from '../../shared/use-action.ts';

export function MakeKey({ make }: { make: (key: NewKey) => Promise<void> }): JSX.Element {
  const { busy, error, run } = useAction();
  const [label, setLabel] = useState('');
  const [views, setViews] = useState(false);
  const [rate, setRate] = useState(String(KEY_RATE_DEFAULT));
  const fields = { label: useId(), views: useId(), rate: useId() };
  const submit = async (): Promise<void> => {
    await make({ label, scopes: views ? ['facts', 'view'] : ['facts'], ratePerMinute: Number(rate) });
    setLabel('');
    setViews(false);
  };
  return (
    <section class="card" aria-labelledby="make-key-title">
      <h2 id="make-key-title">Make a key</h2>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          run(submit);
        }}
      >
        <div class="field">
          <label for={fields.label}>What it is for</label>
          <input
            id={fields.label}
            required
            maxLength={80}
            pattern=".*\S.*"
            placeholder="Home Assistant"
            autocomplete="off"
            value={label}
            onInput={({ currentTarget }) => setLabel(currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for={fields.rate}>HTTP requests a minute</label>
          <input
            id={fields.rate}
            type="number"
            required
            min={1}
            max={KEY_RATE_MAX}
            value={rate}
            onInput={({ currentTarget }) => setRate(currentTarget.value)}
          />
        </div>
        <p class="key-views">
          <input
            id={fields.views}
            type="checkbox"
            checked={views}
            onChange={({ currentTarget }) => setViews(currentTarget.checked)}
          />
          <label for={fields.views}>It may read what operators see, students included</label>
        </p>
        <button type="submit" class="button button-primary" disabled={busy}>
          Make the key
        </button>
        {error && <ErrorNote error={error} />}
      </form>
    </section>
  );
}
