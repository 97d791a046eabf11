import type { JSX } from 'preact';

export function PeopleView(): JSX.Element {
  return (
    <section class="card" aria-labelledby="people-title">
      <h1 id="people-title">People</h1>
      <p class="quiet">The people who use this system are not listed here yet.</p>
    </section>
  );
}
