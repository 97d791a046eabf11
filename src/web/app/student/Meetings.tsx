/** When and where a section meets, in the institution's own time. */
import type { JSX } from 'preact';
import type { Meeting } from '../../contract/section.ts';
import { meetingDays, meetingHours } from '../shared/section-words.ts';

export function Meetings({ meetings }: { meetings: Meeting[] | null }): JSX.Element {
  if (meetings === null) return <span class="quiet">Time and place not shown</span>;
  if (meetings.length === 0) return <span class="quiet">No set time or place</span>;
  return (
    <ul class="plain">
      {meetings.map((meeting, index) => (
        <li key={index}>
          {meetingDays(meeting)} <span class="nowrap">{meetingHours(meeting)}</span>
          {meeting.location !== '' && <span class="quiet location">{meeting.location}</span>}
        </li>
      ))}
    </ul>
  );
}
