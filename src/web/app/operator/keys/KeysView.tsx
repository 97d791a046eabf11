import type { JSX } from 'preact';

export function KeysView(): JSX.Element {
  return (
    <section class="card" aria-labelledby="keys-title">
      <h1 id="keys-title">Keys</h1>
      <p class="quiet">Keys for other systems are not listed here yet.</p>
    </section>
  );
}
