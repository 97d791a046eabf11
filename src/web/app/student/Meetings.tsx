/** When and where a section meets, in the institution's own time. */
import type { JSX } from 'preact';
import type { Meeting } from '../../contract/section.ts';
import { daysOf, hoursOf } from '../../../words/section-words.ts';
import { useWords } from '../shared/words.tsx';

export function Meetings({ meetings }: { meetings: Meeting[] | null }): JSX.Element {
  const words = useWords();
  const { t } = words;
  if (meetings === null) return <span class="quiet">{t('section.timesNotShown')}</span>;
  if (meetings.length === 0) return <span class="quiet">{t('section.noTimesOrPlace')}</span>;
  return (
    <ul class="plain">
      {meetings.map((meeting, index) => (
        <li key={index}>
          {daysOf(meeting, words)} <span class="nowrap">{hoursOf(meeting, words)}</span>
          {meeting.location !== '' && <span class="quiet location">{meeting.location}</span>}
        </li>
      ))}
    </ul>
  );
}
