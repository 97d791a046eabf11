import type { JSX } from 'preact';

export function SectionsView(): JSX.Element {
  return (
    <section class="card" aria-labelledby="sections-title">
      <h1 id="sections-title">Sections</h1>
      <p class="quiet">The watched sections are not listed here yet.</p>
    </section>
  );
}
