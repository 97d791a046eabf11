/** Keys of other programs: list, make, revoke. */
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { MadeKey } from '../../../contract/keys.ts';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { useLoaded } from '../../shared/use-loaded.ts';
import type { ViewProps } from '../view-props.ts';
import { KeyItem } from './KeyItem.tsx';
import { MakeKey } from './MakeKey.tsx';
import { NewSecret } from './NewSecret.tsx';

export function KeysView({ api, mayAct }: ViewProps): JSX.Element {
  const { value, error, reload } = useLoaded(useCallback(() => api.keys(), [api]));
  const [made, setMade] = useState<MadeKey>();
  const revoke = async (id: string): Promise<void> => {
    await api.revokeKey(id);
    if (made?.id === id) setMade(undefined);
    reload();
  };
  return (
    <div class="keys">
      <section class="card" aria-labelledby="keys-title">
        <header class="card-head">
          <h1 id="keys-title">Keys</h1>
          {value && <span class="quiet">{value.keys.length}</span>}
        </header>
        <p class="quiet">Other programs sign in with a key, over HTTP and MQTT.</p>
        {error && <ErrorNote error={error} retry={reload} />}
        {made && <NewSecret made={made} onDone={() => setMade(undefined)} />}
        {value?.keys.length === 0 && <p class="quiet">There are no keys yet.</p>}
        <ul class="plain rows">
          {value?.keys.map((key) => (
            <KeyItem key={key.id} item={key} {...(mayAct && { onRevoke: revoke })} />
          ))}
        </ul>
        {value !== undefined && value.revoked.length > 0 && (
          <details class="keys-revoked">
            <summary>Revoked: {value.revoked.length}</summary>
            <ul class="plain rows">
              {value.revoked.map((key) => (
                <KeyItem key={key.id} item={key} />
              ))}
            </ul>
          </details>
        )}
      </section>
      {mayAct && (
        <MakeKey
          make={async (key) => {
            setMade(await api.makeKey(key));
            reload();
          }}
        />
      )}
    </div>
  );
}
