/** The stop switches: checks or notifications, everywhere or for one institution. */
import type { JSX } from 'preact';
import type { PauseScope, PauseSwitch } from '../../../contract/operations.ts';
import type { InstitutionAbout } from '../../../contract/about.ts';
import { Ago } from '../../shared/Ago.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import type { OperatorApi } from '../api.ts';
import { ConfirmButton } from '../confirm/ConfirmButton.tsx';
import { usePushed } from '../push/use-pushed.ts';
import { named, pauseAct, resumeAct } from './pause-acts.ts';

interface Props {
  institutions: readonly InstitutionAbout[];
  api: OperatorApi;
  mayAct: boolean;
}

const SCOPES: PauseScope[] = ['checks', 'notifications'];

export function PausesPanel({ institutions, api, mayAct }: Props): JSX.Element {
  const pushed = usePushed('pauses');
  const value = pushed.value?.pauses;
  const places = [undefined, ...institutions.map(({ id }) => id)];
  return (
    <section class="card" aria-labelledby="pauses-title">
      <h2 id="pauses-title">Stop switches</h2>
      {pushed.error && <ErrorNote error={pushed.error} />}
      <ul class="plain rows">
        {value !== undefined &&
          SCOPES.flatMap((scope) =>
            places.map((institution) => {
              const paused = value.find((pause) => pause.scope === scope && pause.institution === institution);
              const what: PauseSwitch = institution === undefined ? { scope } : { scope, institution };
              const name = named(what);
              return (
                <li key={name} class="row">
                  <div>
                    <p class="row-title">{name}</p>
                    <p class="quiet">
                      {paused ? (
                        <>
                          Paused <Ago at={paused.since} />
                        </>
                      ) : (
                        'Running'
                      )}
                    </p>
                  </div>
                  {mayAct && (
                    <ConfirmButton
                      key={paused ? 'resume' : 'pause'}
                      {...(paused ? resumeAct(what, api) : pauseAct(what, api))}
                      icon={paused ? 'play' : 'pause'}
                      look={paused ? 'primary' : 'quiet'}
                    />
                  )}
                </li>
              );
            }),
          )}
      </ul>
    </section>
  );
}
