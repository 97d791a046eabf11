/** All sections of the campus. Finds them, changes them, and tells listeners of each change. */
import { campusError } from './errors.ts';
import { keyOf } from './section.ts';
import type { CampusSection, SectionChange, SectionFacts } from './section.ts';

/** What a visitor searches for. An absent field matches everything. */
export interface Search {
  term: string;
  subject?: string | undefined;
  catalogNumber?: string | undefined;
  classNumber?: string | undefined;
  keywords?: string | undefined;
}

/** Whether a fault hides a section from the answers. */
export type IsHidden = (section: CampusSection) => boolean;

export type ChangeListener = (section: CampusSection, before: SectionFacts) => void;

export class World {
  readonly sections: CampusSection[] = [];
  readonly #byKey = new Map<string, CampusSection>();
  readonly #byTerm = new Map<string, CampusSection[]>();
  readonly #bySubject = new Map<string, CampusSection[]>();
  readonly #listeners: ChangeListener[] = [];

  constructor(sections: Iterable<CampusSection>) {
    for (const section of sections) this.#add(section);
  }

  /** The terms in the order of their sections: the main term comes first. */
  get terms(): string[] {
    return [...this.#byTerm.keys()];
  }

  /** The subjects of a term, sorted by code. */
  subjects(term: string): { code: string; name: string }[] {
    const names = new Map(this.#byTerm.get(term)?.map(({ subject, subjectName }) => [subject, subjectName]));
    return [...names]
      .map(([code, name]) => ({ code, name }))
      .toSorted((left, right) => left.code.localeCompare(right.code));
  }

  /** @throws PMC_SECTION_NOT_FOUND */
  find(term: string, classNumber: string): CampusSection {
    const section = this.#byKey.get(`asu/${term}/${classNumber}`);
    if (section === undefined) throw campusError('PMC_SECTION_NOT_FOUND', { section: `asu/${term}/${classNumber}` });
    return section;
  }

  /** The sections of an answer. As at the real site, catalog numbers match by their beginning: 310 also finds 310L. */
  search(
    { term, subject, catalogNumber, classNumber, keywords }: Search,
    isHidden: IsHidden = () => false,
  ): CampusSection[] {
    const among =
      subject === undefined ? this.#byTerm.get(term) : this.#bySubject.get(`${term} ${subject.toUpperCase()}`);
    const number = catalogNumber?.toUpperCase();
    const words = keywords
      ?.toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    return (among ?? []).filter(
      (section) =>
        section.listing !== 'vanished' &&
        !isHidden(section) &&
        (number === undefined || section.catalogNumber.startsWith(number)) &&
        (classNumber === undefined || section.classNumber === classNumber) &&
        (words === undefined || matches(section, words)),
    );
  }

  /** Changes a section and calls all listeners. */
  change(section: CampusSection, facts: SectionChange): void {
    const before = { ...section };
    Object.assign(section, facts);
    for (const listener of this.#listeners) listener(section, before);
  }

  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  #add(section: CampusSection): void {
    this.sections.push(section);
    this.#byKey.set(keyOf(section), section);
    push(this.#byTerm, section.term, section);
    push(this.#bySubject, `${section.term} ${section.subject}`, section);
  }
}

function push<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** Whether every word occurs in the course, the title, the class number or the people. */
function matches(section: CampusSection, words: readonly string[]): boolean {
  const { subject, catalogNumber, classNumber, title, subjectName, instructors } = section;
  const text =
    `${subject} ${catalogNumber} ${classNumber} ${title} ${subjectName} ${instructors?.join(' ') ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
