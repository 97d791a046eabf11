/** Watches for tests, with defaults for what a test does not say. */
import type { Watch } from '../../src/domain/watch.ts';
import { wishOf } from '../../src/domain/watch.ts';
import type { ArchivedWatch } from '../../src/store/archive.ts';

/** A verified watch of one section that is not paused. */
export function sectionWatch(id: string, section: string, rest: Partial<Watch> = {}): Watch {
  return {
    ...wishOf(section),
    id,
    covers: [section],
    paused: false,
    pausedUntil: null,
    verified: true,
    createdAt: '2026-11-23T19:00:00.000Z',
    lastToldAt: null,
    told: 0,
    ...rest,
  };
}

/** A watch of any section of a course in the morning, which covers these. */
export function courseWatch(id: string, course: string, covers: string[]): Watch {
  const { section: _section, ...watch } = sectionWatch(id, '');
  return { ...watch, course, conditions: { days: ['Mon', 'Wed'], before: '12:00' }, covers };
}

/** The same as a record of the archive. */
export function archivedWatch(id: string, userId: string, section: string, createdAt: number): ArchivedWatch {
  const {
    createdAt: _createdAt,
    lastToldAt: _lastToldAt,
    told: _told,
    pausedUntil: _pausedUntil,
    ...watch
  } = sectionWatch(id, section);
  return {
    ...watch,
    userId,
    section,
    course: null,
    conditions: null,
    about: section,
    tells: true,
    pausedUntil: null,
    held: false,
    createdAt,
    afterCursor: 0,
  };
}
