/** The operator page: access check and outer layout. */
import type { JSX } from 'preact';
import type { About } from '../../contract/about.ts';
import { fetchAbout } from '../shared/about.ts';
import { PageHead } from '../shared/PageHead.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { useSession } from '../shared/use-session.ts';
import { Gate } from './shell/Gate.tsx';
import { Shell } from './shell/Shell.tsx';
import { useToken } from './shell/use-token.ts';

export function App(): JSX.Element {
  const { value: about } = useLoaded<About>(fetchAbout);
  const { session, leave, gone } = useSession();
  const { token, keep, forget } = useToken();
  const signedIn = session?.operator === true || session?.viewer === true;
  const out = (): void => {
    if (token !== null) forget();
    else void leave();
  };
  return (
    <>
      <PageHead about={about} place="Operator">
        {about && <span class="quiet">version {about.version}</span>}
        {(token !== null || signedIn) && (
          <button type="button" class="button button-quiet" onClick={out}>
            {token !== null ? 'Forget the token' : 'Sign out'}
          </button>
        )}
      </PageHead>
      {token !== null || signedIn ? (
        <Shell key={token} token={token} about={about} onRefused={token !== null ? forget : gone} />
      ) : (
        session !== undefined && <Gate onToken={keep} />
      )}
    </>
  );
}
