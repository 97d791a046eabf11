/** Reads what a row says beside its seats: campus, mode, and notes for students who want to register. */
import type { Mode, Notes } from '../../domain/section.ts';
import type { ClasFields } from './kept-fields.ts';
import { cleanText } from './text.ts';

/** The codes of LOCATION with the names that ASU gives to its campuses. */
const CAMPUSES = new Map([
  ['TEMPE', 'Tempe'],
  ['DTPHX', 'Downtown Phoenix'],
  ['POLY', 'Polytechnic'],
  ['WEST', 'West Valley'],
  ['LAKE', 'Lake Havasu'],
  ['THUNDERBIRD', 'Thunderbird'],
  ['ASUONLINE', 'ASU Online'],
  ['ICOURSE', 'iCourse'],
]);
/** Classes at these places are online, whatever INSTRUCTIONMODE says. */
const ONLINE = new Set(['ASUONLINE', 'ICOURSE']);
const DAY = /^(\d{4}-\d{2}-\d{2})(?: 00:00:00(?:\.0)?)?$/;

/** LOCATION is where the class is; CAMPUS is TEMPE for online classes too. A code without a known name stays a code. */
export function toCampus(location: unknown): string | undefined {
  const code = cleanText(location);
  return code === '' ? undefined : (CAMPUSES.get(code) ?? code);
}

/** A hybrid class (HY) meets in person too. Other letters have no known meaning. */
export function toMode(instructionMode: unknown, location: unknown): Mode | undefined {
  if (ONLINE.has(cleanText(location))) return 'online';
  switch (cleanText(instructionMode)) {
    case 'P':
    case 'HY':
      return 'in-person';
    case 'OL':
      return 'online';
    default:
      return undefined;
  }
}

/** CONSENT is N if none is needed, otherwise the letter of who must consent. undefined: the row shows no note. */
export function toNotes({ CONSENT, SCTNCOMBINEDID, ENROLLDEADLINE }: ClasFields): Notes | undefined {
  const [consent, sharedPool] = [cleanText(CONSENT), cleanText(SCTNCOMBINEDID)];
  const enrollBy = DAY.exec(cleanText(ENROLLDEADLINE))?.[1];
  const notes = {
    ...(consent !== '' && { consent: consent !== 'N' }),
    ...(sharedPool !== '' && { sharedPool }),
    ...(enrollBy !== undefined && !Number.isNaN(Date.parse(enrollBy)) && { enrollBy }),
  };
  return Object.keys(notes).length === 0 ? undefined : notes;
}
