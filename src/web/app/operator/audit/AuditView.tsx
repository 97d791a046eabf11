import type { JSX } from 'preact';

export function AuditView(): JSX.Element {
  return (
    <section class="card" aria-labelledby="audit-title">
      <h1 id="audit-title">Audit</h1>
      <p class="quiet">What operators have done is not listed here yet.</p>
    </section>
  );
}
