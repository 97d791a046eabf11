/** The account page: how to be told, where the student is signed in, and the data that is stored. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { About } from '../../contract/about.ts';
import type { Me } from '../../contract/me.ts';
import { fetchAbout, signOut } from '../shared/about.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { PageHead } from '../shared/PageHead.tsx';
import { endPush, endPushOfOthers } from '../shared/push-owner.ts';
import { useLoaded } from '../shared/use-loaded.ts';
import { useWords } from '../shared/words.tsx';
import { AllMessages } from './AllMessages.tsx';
import { fetchMe } from './api.ts';
import { Channels } from './Channels.tsx';
import { MyData } from './MyData.tsx';
import { Reading } from './Reading.tsx';
import { Sessions } from './Sessions.tsx';
import { useMe } from './use-me.ts';
import { When } from './When.tsx';

const goHome = (): void => location.assign('/');

export function AccountPage(): JSX.Element {
  const { t } = useWords();
  const about = useLoaded<About>(fetchAbout);
  const me = useLoaded<Me>(fetchMe);
  const [removed, setRemoved] = useState(false);
  const email = me.value?.email;
  useEffect(() => {
    if (email !== undefined) void endPushOfOthers(email);
  }, [email]);
  const stranger = me.error?.status === 401;
  useEffect(() => {
    document.title = `${t('account.page.title')} · PickMyClass`;
  }, [t]);
  return (
    <>
      <PageHead about={about.value}>
        {me.value && !removed && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => void endPush().then(signOut).finally(goHome)}
          >
            {t('account.page.signOut')}
          </button>
        )}
      </PageHead>
      <main id="main" tabIndex={-1} class="account">
        {removed ? (
          <Removed />
        ) : (
          <>
            <header class="account-head">
              <h1>{t('account.page.title')}</h1>
              {me.value && <p>{me.value.email}</p>}
              <p>
                <a href="/">{t('account.page.back')}</a>
              </p>
            </header>
            {stranger && <p class="card">{t('account.page.stranger')}</p>}
            {me.error && !stranger && <ErrorNote error={me.error} retry={me.reload} />}
            {me.value && <Parts first={me.value} onRemoved={() => setRemoved(true)} />}
          </>
        )}
      </main>
    </>
  );
}

function Parts({ first, onRemoved }: { first: Me; onRemoved: () => void }): JSX.Element {
  const me = useMe(first);
  return (
    <>
      <AllMessages me={me} />
      <Channels email={me.value.email} />
      <When me={me} />
      <Reading me={me} />
      <Sessions onGone={goHome} />
      <MyData onRemoved={onRemoved} />
    </>
  );
}

function Removed(): JSX.Element {
  const { t } = useWords();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <section class="card stack">
      <h1 ref={title} tabIndex={-1}>
        {t('account.page.removed')}
      </h1>
      <p>
        <a href="/">PickMyClass</a>
      </p>
    </section>
  );
}
