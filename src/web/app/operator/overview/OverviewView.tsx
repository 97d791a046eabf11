/** How the running system is: its cycle, its nodes with their trees, and what has changed. */
import type { JSX } from 'preact';
import { usePushed } from '../push/use-pushed.ts';
import { NodesPanel } from '../tree/NodesPanel.tsx';
import { TroubleStrip } from '../tree/TroubleStrip.tsx';
import { useSelection } from '../tree/use-selection.ts';
import type { ViewProps } from '../view-props.ts';
import { AlertsPanel } from './AlertsPanel.tsx';
import { BrowsersPanel } from './BrowsersPanel.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';
import { CyclePanel } from './CyclePanel.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { PausesPanel } from './PausesPanel.tsx';

export function OverviewView({ api, institutions, simulated, mayAct }: ViewProps): JSX.Element {
  const nodes = usePushed('nodes').value?.nodes ?? [];
  const selection = useSelection();
  const own = nodes.find(({ self }) => self);
  const several = nodes.length > 1;
  const browserPool = <BrowsersPanel of={several && own ? own.node : null} />;

  return (
    <>
      <h1 class="visually-hidden">The running system</h1>
      <TroubleStrip selection={selection} />
      <div class="operator-top">
        <CyclePanel run={api.runCycle} several={several} mayAct={mayAct} />
        {!several && (
          <div class="operator-side">
            {browserPool}
            <HealthPanel health={own?.health} of={null} />
          </div>
        )}
      </div>
      <NodesPanel
        api={api}
        simulated={simulated}
        mayAct={mayAct}
        selection={selection}
        beside={(shown, among) => among && <HealthPanel health={shown?.health} of={shown?.node ?? null} />}
      />
      <div class="operator-bottom">
        <ChangesPanel />
        <div class="operator-side">
          {several && browserPool}
          <AlertsPanel />
          <PausesPanel institutions={institutions} api={api} mayAct={mayAct} />
        </div>
      </div>
    </>
  );
}
