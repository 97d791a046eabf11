import type { SectionKey } from '../../domain/section.ts';

/** What a message needs to know about the institution of a section. */
export interface Campus {
  name: string;
  /** IANA zone. */
  timeZone: string;
  /** The source is the campus simulator, so all sections are made up. */
  simulated: boolean;
  /** The university's page about the section. */
  linkFor: (key: SectionKey) => string;
  /** `2267` → `Fall 2026`. */
  termName: (term: string) => string;
}

/** `asu` → `ASU`, as students call it. */
export const shortName = (institution: string): string => institution.toUpperCase();
