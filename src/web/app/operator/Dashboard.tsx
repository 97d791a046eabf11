/** The operator's view of the running system, refreshed every few seconds. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { InstitutionAbout } from '../../contract/about.ts';
import { operatorApi } from './api.ts';
import { BrowsersPanel } from './BrowsersPanel.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';
import { CyclePanel } from './CyclePanel.tsx';
import { DeadLettersPanel } from './DeadLettersPanel.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { MembersPanel } from './MembersPanel.tsx';
import { PausesPanel } from './PausesPanel.tsx';
import { TreePanel } from './TreePanel.tsx';
import { usePoll } from './use-poll.ts';

interface Props {
  token: string | null;
  institutions: InstitutionAbout[];
  onRefused: () => void;
}

export function Dashboard({ token, institutions, onRefused }: Props): JSX.Element {
  const api = useMemo(() => operatorApi(token), [token]);
  const { value: nodes = [], error } = usePoll(api.nodes, 1000);
  const cycle = usePoll(api.cycle, 1000);
  const { value: paces = [] } = usePoll(api.paces, 5000);
  const browsers = usePoll(api.browsers, 1000);
  const changes = usePoll(api.changes, 2000);
  const letters = usePoll(api.deadLetters, 5000);
  const pauses = usePoll(api.pauses, 5000);

  const refused = error?.status === 401 || error?.status === 403;
  useEffect(() => {
    if (refused) onRefused();
  }, [refused, onRefused]);

  const [chosen, choose] = useState<string>();
  const own = nodes.find(({ self }) => self);
  const shown = nodes.find(({ node }) => node === chosen) ?? own;
  // Selected by id, because behind a load balancer another node may answer next time.
  useEffect(() => choose(shown?.node), [shown?.node]);
  const several = nodes.length > 1;
  const ofShown = several && shown ? shown.node : null;
  const browserPool = <BrowsersPanel browsers={browsers} of={several && own ? own.node : null} />;
  const health = <HealthPanel health={shown?.health} of={ofShown} />;

  return (
    <main id="main" tabIndex={-1} class="operator">
      <h1 class="visually-hidden">The running system</h1>
      <div class="operator-top">
        <CyclePanel cycle={cycle} run={api.runCycle} several={several} paces={paces} />
        {!several && (
          <div class="operator-side">
            {browserPool}
            {health}
          </div>
        )}
      </div>
      <MembersPanel nodes={nodes} shown={shown?.node} onChoose={choose} />
      <TreePanel report={shown} error={error} of={ofShown}>
        {several && health}
      </TreePanel>
      <div class="operator-bottom">
        <ChangesPanel changes={changes} />
        <div class="operator-side">
          {several && browserPool}
          <PausesPanel pauses={pauses} institutions={institutions} api={api} />
          <DeadLettersPanel letters={letters} api={api} />
        </div>
      </div>
    </main>
  );
}
