/** The operator's view of the running system, asked anew every second or few. */
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { InstitutionAbout } from '../shared/about.ts';
import { operatorApi } from './api.ts';
import { BrowsersPanel } from './BrowsersPanel.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';
import { CyclePanel } from './CyclePanel.tsx';
import { DeadLettersPanel } from './DeadLettersPanel.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { PausesPanel } from './PausesPanel.tsx';
import { TreePanel } from './TreePanel.tsx';
import { usePoll } from './use-poll.ts';

interface Props { token: string | null; institutions: InstitutionAbout[]; onRefused: () => void }

export function Dashboard({ token, institutions, onRefused }: Props): JSX.Element {
  const api = useMemo(() => operatorApi(token), [token]);
  const supervisors = usePoll(api.supervisors, 1000);
  const cycle = usePoll(api.cycle, 1000);
  const browsers = usePoll(api.browsers, 1000);
  const changes = usePoll(api.changes, 2000);
  const health = usePoll(api.health, 5000);
  const letters = usePoll(api.deadLetters, 5000);
  const pauses = usePoll(api.pauses, 5000);

  const refused = supervisors.error?.status === 401 || supervisors.error?.status === 403;
  useEffect(() => { if (refused) onRefused(); }, [refused, onRefused]);

  return (
    <main id="main" tabIndex={-1} class="operator">
      <h1 class="visually-hidden">The running system</h1>
      <div class="operator-top">
        <CyclePanel cycle={cycle} run={api.runCycle} />
        <div class="operator-side">
          <BrowsersPanel browsers={browsers} />
          <HealthPanel health={health} />
        </div>
      </div>
      <TreePanel supervisors={supervisors} />
      <div class="operator-bottom">
        <ChangesPanel changes={changes} />
        <div class="operator-side">
          <PausesPanel pauses={pauses} institutions={institutions} api={api} />
          <DeadLettersPanel letters={letters} api={api} />
        </div>
      </div>
    </main>
  );
}
