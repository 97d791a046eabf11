/** Every section of the campus, where to find it, and what has just happened to it. */
import { campusError } from './errors.ts';
import { keyOf } from './section.ts';
import type { CampusSection, SectionChange, SectionFacts } from './section.ts';

/** What a visitor asks for. An absent part matches everything. */
export interface Search {
  term: string;
  subject?: string | undefined;
  catalogNumber?: string | undefined;
  classNumber?: string | undefined;
  keywords?: string | undefined;
}

/** Whether a fault of the site keeps a section out of its answers. */
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

  /** In the order in which their sections came: the main one first. */
  get terms(): string[] {
    return [...this.#byTerm.keys()];
  }

  /** Codes and names of the subjects offered in a term, by code. */
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

  /**
   * The sections an answer shows. Catalogue numbers match by their beginning, as at the real site: 310 finds 310L too.
   */
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

  /** Changes a section and tells everyone who listens. */
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

/** Whether every word is in what the site searches: course, title, class number, people. */
function matches(section: CampusSection, words: readonly string[]): boolean {
  const { subject, catalogNumber, classNumber, title, subjectName, instructors } = section;
  const text =
    `${subject} ${catalogNumber} ${classNumber} ${title} ${subjectName} ${instructors?.join(' ') ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
