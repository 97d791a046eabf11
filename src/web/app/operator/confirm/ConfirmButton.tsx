/** A button that says in a dialog what will happen, and acts only when that is confirmed. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../../shared/Dialog.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useAction } from '../../shared/use-action.ts';
import type { Act } from './act.ts';

interface Props extends Act {
  icon?: IconName;
  look?: 'primary' | 'quiet' | 'danger';
  disabled?: boolean;
}

export function ConfirmButton({ label, title, effect, run, icon, look = 'quiet', disabled }: Props): JSX.Element {
  const [asking, setAsking] = useState(false);
  const action = useAction();
  const act = (): void =>
    action.run(async () => {
      await run();
      setAsking(false);
    });
  return (
    <>
      <button
        type="button"
        class={`button button-${look}`}
        disabled={disabled}
        {...(title !== label && { 'aria-label': title })}
        onClick={() => setAsking(true)}
      >
        {icon && <Icon name={icon} />}
        {label}
      </button>
      {asking && (
        <Dialog title={`${title}?`} onClose={() => setAsking(false)}>
          <p>{effect}</p>
          {action.error && <ErrorNote error={action.error} />}
          <div class="buttons">
            <button type="button" class="button button-primary" disabled={action.busy} onClick={act}>
              Yes, {label.toLowerCase()}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
