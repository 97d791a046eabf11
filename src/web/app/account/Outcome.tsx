/** Says below a group of preferences that a change was saved, or why not. */
import type { JSX } from 'preact';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useWords } from '../shared/words.tsx';
import type { Me } from '../../contract/me.ts';
import type { MeHook } from './use-me.ts';

/** `fields`: the preferences of the group. */
export function Outcome({ me, fields }: { me: MeHook; fields: (keyof Me)[] }): JSX.Element {
  const { t } = useWords();
  const { last, saved, error } = me;
  const mine = last !== null && fields.some((field) => field in last);
  return (
    <>
      <p class="quiet saved" role="status">
        {mine && saved && t('account.page.saved')}
      </p>
      {mine && error && <ErrorNote error={error} />}
    </>
  );
}
