/** Suggests courses while a student types. Pure. */
import { searchWords, typedWords } from './search.ts';

interface Course {
  /** `asu/2267/CSE/310`. */
  course: string;
  title: string;
}

export class CourseIndex<Known extends Course> {
  readonly #entries: { known: Known; words: string; name: string }[];

  constructor(courses: readonly Known[]) {
    this.#entries = courses.map((known) => {
      const [, , subject = '', catalogNumber = ''] = known.course.split('/');
      const words = searchWords({ subject, catalogNumber, classNumber: '', title: known.title, instructors: null });
      return { known, words: ` ${words.join(' ')}`, name: words[0]! };
    });
  }

  /**
   * The courses of which every typed word starts a word: the exact course first, then courses that start with the text,
   * then those that have its words in the title. `texts` are spellings of what was typed.
   */
  suggest(texts: readonly string[], limit: number): Known[] {
    const typed = texts.map(typedWords).filter((words) => words.length > 0);
    const names = typed.map((words) => words.join(''));
    const found = this.#entries.filter(({ words }) =>
      typed.some((each) => each.every((word) => words.includes(` ${word}`))),
    );
    const rank = (name: string): number =>
      names.includes(name) ? 0 : names.some((typedName) => name.startsWith(typedName)) ? 1 : 2;
    return found
      .toSorted((a, b) => rank(a.name) - rank(b.name))
      .slice(0, limit)
      .map(({ known }) => known);
  }
}
