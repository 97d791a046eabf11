/** One student: what they watch, how and what they are told, and what an operator can do. */
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { UserDetails } from '../../../contract/users.ts';
import { Ago } from '../../shared/Ago.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useLoaded } from '../../shared/use-loaded.ts';
import type { ViewProps } from '../view-props.ts';
import { stateOf } from './PeopleTable.tsx';
import { PersonParts } from './PersonParts.tsx';

export function Person({ id, api, mayAct }: ViewProps & { id: string }): JSX.Element {
  const path = `/api/v1/users/${encodeURIComponent(id)}`;
  const { value: user, error, reload } = useLoaded(useCallback(() => api.get<UserDetails>(path), [api, path]));
  const [asking, setAsking] = useState(false);
  const [sent, setSent] = useState(false);
  const action = useAction();
  const suspend = (suspended: boolean): void =>
    action.run(async () => {
      await api.write('PATCH', path, { suspended });
      setAsking(false);
      setSent(false);
      reload();
    });
  const send = (): void =>
    action.run(async () => {
      await api.write('POST', `${path}/sign-in-link`, {});
      setSent(true);
    });
  return (
    <section class="card" aria-labelledby="person-title">
      <p>
        <a href="#/people">All people</a>
      </p>
      <header class="card-head">
        <h1 id="person-title">{user?.email ?? 'Student'}</h1>
        {user && mayAct && (
          <div class="buttons">
            {!user.suspended && (
              <button type="button" class="button button-quiet" disabled={action.busy} onClick={send}>
                Mail a sign-in link
              </button>
            )}
            {user.suspended ? (
              <button type="button" class="button button-primary" disabled={action.busy} onClick={() => suspend(false)}>
                Restore
              </button>
            ) : (
              <button type="button" class="button button-danger" disabled={action.busy} onClick={() => setAsking(true)}>
                Suspend…
              </button>
            )}
          </div>
        )}
      </header>
      {(error ?? action.error) && <ErrorNote error={(error ?? action.error)!} retry={reload} />}
      <p role="status">{sent && 'The link was mailed.'}</p>
      {user && (
        <>
          <p>
            <strong>{stateOf(user)}</strong>
            {user.suspendedAt !== undefined && (
              <>
                {' '}
                since <Ago at={user.suspendedAt} />
              </>
            )}
            , here since <Ago at={user.createdAt} />,{' '}
            {user.lastSeenAt === undefined ? (
              'signed in nowhere'
            ) : (
              <>
                last seen <Ago at={user.lastSeenAt} />
              </>
            )}
          </p>
          <PersonParts user={user} />
        </>
      )}
      {asking && user && (
        <Dialog title={`Suspend ${user.email}?`} onClose={() => setAsking(false)}>
          <p>
            All sessions end, no sign-in link is mailed, and nothing more is told. The {user.watchCount} watches stay,
            but count for nothing until you restore the student.
          </p>
          <div class="buttons">
            <button type="button" class="button button-danger" disabled={action.busy} onClick={() => suspend(true)}>
              Suspend
            </button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
