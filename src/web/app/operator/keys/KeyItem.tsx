/** One key of the list. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Key } from '../../../contract/keys.ts';
import { Ago } from '../../shared/Ago.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { useAction } from '../../shared/use-action.ts';

interface Props {
  item: Key;
  /** Not given: it cannot be revoked. */
  onRevoke?: (id: string) => Promise<void>;
}

export function KeyItem({ item, onRevoke }: Props): JSX.Element {
  const { id, label, scopes, ratePerMinute, createdAt, lastUsedAt, revokedAt } = item;
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  return (
    <li class="row">
      <div>
        <p class="row-title">{label}</p>
        <p>
          <code>{id}</code>
        </p>
        <p class="quiet">
          {scopes.includes('view') ? 'Reads what operators see' : 'Reads public facts'} · {ratePerMinute} requests a
          minute
        </p>
        <p class="quiet">
          Made <Ago at={createdAt} /> ·{' '}
          {lastUsedAt === undefined ? (
            'never used'
          ) : (
            <>
              used <Ago at={lastUsedAt} />
            </>
          )}
          {revokedAt !== undefined && (
            <>
              {' '}
              · revoked <Ago at={revokedAt} />
            </>
          )}
        </p>
      </div>
      {onRevoke && (
        <button
          type="button"
          class="button button-danger"
          aria-label={`Revoke ${label}`}
          onClick={() => setAsking(true)}
        >
          Revoke
        </button>
      )}
      {onRevoke && asking && (
        <Dialog title={`Revoke ${label}?`} onClose={() => setAsking(false)}>
          <div class="stack">
            <p>What uses this key is disconnected within seconds. This cannot be undone.</p>
            {error && <ErrorNote error={error} />}
            <div class="buttons">
              <button type="button" class="button button-quiet" onClick={() => setAsking(false)}>
                Keep it
              </button>
              <button
                type="button"
                class="button button-danger"
                disabled={busy}
                onClick={() => run(() => onRevoke(id))}
              >
                Revoke the key
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </li>
  );
}
