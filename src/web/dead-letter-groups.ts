/** Dead letters as operators see them: named, masked, and grouped by cause. */
import { groupLetters } from '../domain/dead-letter-groups.ts';
import { maskAddresses } from '../notify/mask.ts';
import type { Store } from '../store/store.ts';
import type { DeadLetterGroups, NamedDeadLetter } from './contract/dead-letters.ts';

/** How many are read at once, the newest. */
export const DEAD_LETTERS_LISTED = 500;

export async function deadLetterGroups({ deadLetters }: Pick<Store, 'deadLetters'>): Promise<DeadLetterGroups> {
  const [letters, total] = await Promise.all([deadLetters.list(DEAD_LETTERS_LISTED), deadLetters.count()]);
  const abouts = await deadLetters.about(letters);
  const named = letters.map((letter, index): NamedDeadLetter => {
    const { section, course, what, channel, recipient, detectedAt, failedAttempts } = abouts[index]!;
    return {
      ...letter,
      error: maskAddresses(letter.error),
      course: course ?? section ?? letter.kind,
      name: nameOf(section, course, recipient),
      ...(what !== null && { what }),
      ...(channel !== null && { channel }),
      ...(detectedAt !== null && { detectedAt }),
      failedAttempts: failedAttempts.map((attempt) => ({ ...attempt, error: maskAddresses(attempt.error) })),
    };
  });
  return { total, groups: groupLetters(named) };
}

/** `CSE 310 · 66445 → e…@example.edu`. Never the id of a notification. */
function nameOf(section: string | null, course: string | null, recipient: string | null): string {
  const about = [course, section?.split('/').at(-1)].filter((part) => part !== null && part !== undefined).join(' · ');
  const to = recipient === null ? '' : ` → ${shortAddress(recipient)}`;
  return `${about === '' ? 'something that is gone' : about}${to}`;
}

const shortAddress = (address: string): string => maskAddresses(address).replace('***@', '…@');
