/** One dead letter: what it is about, and every attempt: when, by which browser or channel, and which error. */
import type { JSX } from 'preact';
import type { NamedDeadLetter } from '../../../contract/dead-letters.ts';
import { Ago } from '../../shared/Ago.tsx';
import { timeOfDay } from '../../shared/time.ts';
import { useWords } from '../../shared/words.tsx';

interface Props {
  letter: NamedDeadLetter;
  /** The error that its group shows already. */
  groupError: string;
  chosen: boolean;
  mayAct: boolean;
  onPick: (on: boolean) => void;
}

export function LetterItem({ letter, groupError, chosen, mayAct, onPick }: Props): JSX.Element {
  const { name, what, channel, kind, subject, error, at, attempts, detectedAt } = letter;
  const { formats } = useWords();
  return (
    <li class="row letter-row">
      <label class="letter">
        {mayAct && <input type="checkbox" checked={chosen} onChange={(event) => onPick(event.currentTarget.checked)} />}
        <span>
          <strong>{name}</strong>
          {what !== undefined && ` · ${what}`}
          {channel !== undefined && ` by ${channel}`}
          <span class="letter-facts">
            given up <Ago at={at} />
            {detectedAt !== undefined && `, seen ${formats.moment(detectedAt)}`}
            {kind === 'check' && (
              <>
                {' '}
                · <code>{subject}</code>
              </>
            )}
          </span>
          {error !== groupError && <span class="letter-facts">{error}</span>}
        </span>
      </label>
      <Attempts letter={letter} count={attempts} />
    </li>
  );
}

function Attempts({ letter, count }: { letter: NamedDeadLetter; count: number }): JSX.Element {
  const { channel, failedAttempts } = letter;
  const { formats } = useWords();
  const kept = failedAttempts.length;
  // A section with a dead letter is still looked at.
  const words = kept > count ? `the last ${kept} attempts` : `${count} ${count === 1 ? 'attempt' : 'attempts'}`;
  if (failedAttempts.length === 0) return <p class="letter-facts letter-attempts">{words}</p>;
  return (
    <details class="letter-attempts">
      <summary>{words}</summary>
      <ol class="plain">
        {failedAttempts.map(({ at, by = channel, error }, index) => (
          <li key={`${at} ${index}`}>
            <span class="letter-facts">
              <time dateTime={at} title={formats.moment(at)}>
                {timeOfDay(Date.parse(at))}
              </time>
              {by !== undefined && ` by ${by}`}
            </span>
            {error}
          </li>
        ))}
      </ol>
    </details>
  );
}
