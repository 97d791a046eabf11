/** A banner on every page of a simulation: its seats are made up. */
import type { JSX } from 'preact';
import type { About } from '../../contract/about.ts';

export function SimulatorBanner({ about }: { about: About | undefined }): JSX.Element | null {
  if (!about?.simulated) return null;
  return (
    <aside class="simulator" aria-label="Simulation">
      <p>
        <strong>This is a simulation.</strong> The sections and seats below are made up. No university is asked.
        {about.campusUrl !== null && (
          <>
            {' '}
            You can move seats yourself on the <a href={about.campusUrl}>campus control page</a>.
          </>
        )}
      </p>
    </aside>
  );
}
