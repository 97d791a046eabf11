/** What an operator can do with a place of the tree. Each button asks once more before it acts. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TreeNode } from '../../../contract/nodes.ts';
import type { Place } from '../../../contract/orders.ts';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useAction } from '../../shared/use-action.ts';
import type { OperatorApi } from '../api.ts';

interface Act {
  name: string;
  icon: IconName;
  /** What happens then, for the confirmation. */
  effect: string;
  run: () => Promise<unknown>;
}

interface Props {
  node: TreeNode;
  place: Place;
  api: OperatorApi;
  simulated: boolean;
}

export function PlaceButtons({ node, place, api, simulated }: Props): JSX.Element {
  const [asked, ask] = useState<string>();
  const { busy, error, run } = useAction();
  const acts = actsFor(node, place, api, simulated);
  const act = acts.find(({ name }) => name === asked);
  return (
    <div class="place-buttons">
      <div class="buttons">
        {acts.map(({ name, icon }) => (
          <button
            key={name}
            type="button"
            class="button button-quiet"
            aria-pressed={asked === name}
            disabled={busy}
            onClick={() => ask(asked === name ? undefined : name)}
          >
            <Icon name={icon} />
            {name}
          </button>
        ))}
      </div>
      {act && (
        <div class="confirm" role="group" aria-label={`Confirm: ${act.name}`}>
          <p>{act.effect}</p>
          <div class="buttons">
            <button
              type="button"
              class="button button-primary"
              disabled={busy}
              onClick={() =>
                run(async () => {
                  await act.run();
                  ask(undefined);
                })
              }
            >
              Yes, {act.name.toLowerCase()}
            </button>
            <button type="button" class="button button-quiet" onClick={() => ask(undefined)}>
              Cancel
            </button>
          </div>
        </div>
      )}
      {error && <ErrorNote error={error} />}
    </div>
  );
}

function actsFor(node: TreeNode, place: Place, api: OperatorApi, simulated: boolean): Act[] {
  const { kind, breaker, id, state } = node;
  const acts: (Act | false)[] = [
    {
      name: 'Restart',
      icon: 'refresh',
      effect:
        kind === 'supervisor'
          ? `Stops ${id} and everything below it, and starts it again at once.`
          : `Stops ${id}, drops the messages that wait for it, and starts it again at once.`,
      run: () => api.order('restart', place),
    },
    /^browser-\d+$/.test(id) && {
      name: 'Retire',
      icon: 'clock',
      effect: 'The Chromium finishes its looks and is closed. The next look launches a new one.',
      run: () => api.order('retire', place),
    },
    breaker !== undefined &&
      breaker !== 'closed' && {
        name: 'Close the breaker',
        icon: 'bolt',
        effect: 'Calls are made again at once, whether the other side works or not.',
        run: () => api.order('breaker', { ...place, state: 'closed' }),
      },
    breaker !== undefined &&
      breaker !== 'open' && {
        name: 'Open the breaker',
        icon: 'bolt',
        effect: 'No call is made for an hour, or until the breaker is closed by hand.',
        run: () => api.order('breaker', { ...place, state: 'open' }),
      },
    simulated &&
      kind === 'actor' &&
      state === 'running' && {
        name: 'Crash it',
        icon: 'cross',
        effect: `${id} fails as if by itself. Its supervisor starts it again after a pause, and counts it.`,
        run: () => api.order('crash', place),
      },
  ];
  return acts.filter((act) => act !== false);
}
