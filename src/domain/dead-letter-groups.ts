/** Dead letters grouped by cause: 27 sections of one failed page are one thing to decide. Pure. */

export interface LetterOfGroup {
  id: string;
  kind: 'check' | 'notification';
  error: string;
  /** ISO instant. */
  at: string;
  /** `CSE 310`, or whatever else the letter is about. */
  course: string;
}

export interface LetterGroup<Letter> {
  /** The same as long as the cause is the same. */
  id: string;
  kind: LetterOfGroup['kind'];
  course: string;
  error: string;
  /** ISO instants of the oldest and the newest. */
  firstAt: string;
  lastAt: string;
  /** Newest first. */
  letters: Letter[];
}

/** Groups by kind, course and error. The group with the newest letter comes first. */
export function groupLetters<Letter extends LetterOfGroup>(letters: readonly Letter[]): LetterGroup<Letter>[] {
  const groups = new Map<string, LetterGroup<Letter>>();
  const newestFirst = letters.toSorted((one, other) => other.at.localeCompare(one.at));
  for (const letter of newestFirst) {
    const { kind, course, error, at } = letter;
    const id = `${kind} ${course} ${causeOf(error)}`;
    const group = groups.get(id) ?? { id, kind, course, error, firstAt: at, lastAt: at, letters: [] };
    group.firstAt = at;
    group.letters.push(letter);
    groups.set(id, group);
  }
  return [...groups.values()];
}

/** The error without what differs from letter to letter: section keys, numbers and addresses. */
function causeOf(error: string): string {
  return error
    .replace(/[a-z]+\/\d+\/\d+/g, '…')
    .replace(/\S+@\S+/g, '…')
    .replace(/\d{4,}/g, '…');
}
