/** The page of somebody who is let in: navigation, the open view, and one note while the server is out of reach. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { About } from '../../../contract/about.ts';
import { operatorApi } from '../api.ts';
import { useConnection } from '../push/use-connection.ts';
import { PushContext, useOf } from '../push/use-pushed.ts';
import { TopLine } from '../overview/TopLine.tsx';
import { VIEWS } from '../views.ts';
import { CutNote } from './CutNote.tsx';
import { useView } from './use-view.ts';

interface Props {
  /** The OPERATOR_TOKEN; null for somebody who signed in by mail. */
  token: string | null;
  about: About | undefined;
  onRefused: () => void;
}

export function Shell({ token, about, onRefused }: Props): JSX.Element {
  const push = useConnection(token);
  const state = useOf(push, () => push.state);
  const role = useOf(push, () => push.caller?.role);
  // The view waits for the line above it, which would move it under the pointer.
  const isReady = useOf(push, () => {
    const { value, error } = push.get('overview');
    return value !== undefined || error !== undefined;
  });
  const view = useView();
  const api = useMemo(() => operatorApi(token), [token]);
  useEffect(() => {
    if (state === 'refused') onRefused();
  }, [state, onRefused]);
  const navigation = useRef<HTMLUListElement>(null);
  useEffect(() => {
    document.title = `${view.title} · Operator · PickMyClass`;
    showOpen(navigation.current!);
  }, [view]);
  const { Component } = view;
  return (
    <PushContext.Provider value={push}>
      <nav class="views" aria-label="Views">
        <ul class="plain" ref={navigation}>
          {VIEWS.map(({ path, title }) => (
            <li key={path}>
              <a href={`#/${path}`} {...(path === view.path && { 'aria-current': 'page' as const })}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <CutNote cut={state === 'cut'} />
      <main id="main" tabIndex={-1} class={state === 'cut' ? 'operator operator-cut' : 'operator'}>
        <TopLine
          api={api}
          institutions={(about?.institutions ?? []).map(({ id }) => id)}
          mayAct={role === 'operator'}
          brief={view.path !== ''}
        />
        {isReady && (
          <Component
            key={view.path}
            api={api}
            institutions={about?.institutions ?? []}
            simulated={about?.simulated === true}
            mayAct={role === 'operator'}
          />
        )}
      </main>
    </PushContext.Provider>
  );
}

/** On a phone not all views fit beside each other: the open one is brought to the middle. */
function showOpen(navigation: HTMLUListElement): void {
  const open = navigation.querySelector<HTMLElement>('[aria-current]')!;
  const fromLeft = open.getBoundingClientRect().left - navigation.getBoundingClientRect().left;
  navigation.scrollBy({ left: fromLeft - (navigation.clientWidth - open.offsetWidth) / 2 });
}
