/** How the running system is: its cycle, its nodes with their trees, and what has changed. */
import type { JSX } from 'preact';
import type { NodeReport } from '../../../contract/nodes.ts';
import { useOf, usePush } from '../push/use-pushed.ts';
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
  // Trees change many times a second. Only the panels that show them watch them: this view would redraw all others.
  const push = usePush();
  const nodes = (): readonly NodeReport[] => push.get('nodes').value?.nodes ?? [];
  const several = useOf(push, () => nodes().length > 1);
  const ownName = useOf(push, () => nodes().find(({ self }) => self)?.node ?? null);
  const ownHealth = useOf(push, () => nodes().find(({ self }) => self)?.health);
  const selection = useSelection();
  const browserPool = <BrowsersPanel of={several ? ownName : null} />;

  return (
    <>
      <h1 class="visually-hidden">The running system</h1>
      <TroubleStrip selection={selection} />
      <div class="operator-top">
        <CyclePanel run={api.runCycle} several={several} mayAct={mayAct} />
        {!several && (
          <div class="operator-side">
            {browserPool}
            <HealthPanel health={ownHealth} of={null} />
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
