/** What a group of dead letters is called. Pure. */
import type { DeadLetterGroup } from '../../../contract/dead-letters.ts';
import { timeOfDay } from '../../shared/time.ts';

/** `27 sections of CSE 310`, `CSE 310 · 66445`, `3 messages about CSE 310`. */
export function groupTitle({ kind, course, letters }: DeadLetterGroup): string {
  const [only] = letters;
  if (letters.length === 1 && only !== undefined) return only.name;
  return kind === 'check' ? `${letters.length} sections of ${course}` : `${letters.length} messages about ${course}`;
}

/** `12:27`, or `12:20 to 12:27`. */
export function groupTimes({ firstAt, lastAt }: DeadLetterGroup): string {
  const [first, last] = [timeOfDay(Date.parse(firstAt)), timeOfDay(Date.parse(lastAt))];
  return first === last ? last : `${first} to ${last}`;
}
