/** How the running system is: its cycle, its nodes with their trees, and what has changed. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePushed } from '../push/use-pushed.ts';
import { MembersPanel } from '../tree/MembersPanel.tsx';
import { TreePanel } from '../tree/TreePanel.tsx';
import type { ViewProps } from '../view-props.ts';
import { BrowsersPanel } from './BrowsersPanel.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';
import { CyclePanel } from './CyclePanel.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { PausesPanel } from './PausesPanel.tsx';

export function OverviewView({ api, institutions, mayAct }: ViewProps): JSX.Element {
  const { value, error } = usePushed('nodes');
  const nodes = value?.nodes ?? [];
  const [chosen, choose] = useState<string>();
  const own = nodes.find(({ self }) => self);
  const shown = nodes.find(({ node }) => node === chosen) ?? own;
  // Selected by id, because behind a load balancer another node may answer next time.
  useEffect(() => choose(shown?.node), [shown?.node]);
  const several = nodes.length > 1;
  const ofShown = several && shown ? shown.node : null;
  const browserPool = <BrowsersPanel of={several && own ? own.node : null} />;
  const health = <HealthPanel health={shown?.health} of={ofShown} />;

  return (
    <>
      <h1 class="visually-hidden">The running system</h1>
      <div class="operator-top">
        <CyclePanel run={api.runCycle} several={several} mayAct={mayAct} />
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
        <ChangesPanel />
        <div class="operator-side">
          {several && browserPool}
          <PausesPanel institutions={institutions} api={api} mayAct={mayAct} />
        </div>
      </div>
    </>
  );
}
