/** Dead letters as operators see them: named, masked, and grouped by cause. */
import { groupLetters } from '../domain/dead-letter-groups.ts';
import { maskAddresses } from '../notify/mask.ts';
import type { DeadLetter } from '../store/dead-letters.ts';
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

/**
 * What the audit log calls the dead letters with these ids: the first by name, and how many more. An id without a dead
 * letter stays an id.
 */
export async function namesOf({ deadLetters }: Pick<Store, 'deadLetters'>, ids: readonly string[]): Promise<string> {
  const [first = ''] = ids;
  const letter = await deadLetters.find(first);
  const name = letter === undefined ? first.slice(0, 100) : await shortName(deadLetters, letter);
  return ids.length > 1 ? `${name}, and ${ids.length - 1} more` : name;
}

async function shortName(deadLetters: Store['deadLetters'], letter: DeadLetter): Promise<string> {
  const [about] = await deadLetters.about([letter]);
  return nameOf(about!.section, about!.course, about!.recipient);
}

/** `CSE 310 · 66445 → e…@example.edu`. Never the id of a notification. */
function nameOf(section: string | null, course: string | null, recipient: string | null): string {
  const about = [course, section?.split('/').at(-1)].filter((part) => part !== null && part !== undefined).join(' · ');
  const to = recipient === null ? '' : ` → ${shortAddress(recipient)}`;
  return `${about === '' ? 'something that is gone' : about}${to}`;
}

const shortAddress = (address: string): string => maskAddresses(address).replace('***@', '…@');
