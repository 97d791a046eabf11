/** The marks of the charts in words: alerts and restarts in the range, the newest first. */
import type { JSX } from 'preact';
import { duration, moment } from '../../shared/time.ts';
import type { Mark } from './marks.ts';

export function MarkList({ marks }: { marks: readonly Mark[] | undefined }): JSX.Element {
  const count = (kind: Mark['kind']): number => marks?.filter((mark) => mark.kind === kind).length ?? 0;
  const [alerts, restarts] = [count('alert'), count('restart')];
  return (
    <details class="marks">
      <summary>
        <span class="mark-key mark-key-alert" />
        {alerts} {alerts === 1 ? 'alert' : 'alerts'}
        <span class="mark-key mark-key-restart" />
        {restarts} {restarts === 1 ? 'restart' : 'restarts'}
      </summary>
      {marks?.length === 0 && <p class="quiet">None in this time.</p>}
      <ol class="plain marks-list">
        {marks?.map(({ kind, words, isCritical, at, until }) => (
          <li key={`${kind} ${at} ${words}`} class={isCritical ? 'mark mark-critical' : 'mark'}>
            <time>{moment(new Date(at * 1_000).toISOString())}</time>
            <span>
              {words}
              {kind === 'alert' && (until === null ? ' · goes on' : ` · for ${duration((until - at) * 1_000)}`)}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
