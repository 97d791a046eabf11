import type { Test } from 'tap';
import type { Announcement } from '../../../src/domain/announcement.ts';
import type { CommitResult } from '../../../src/store/sections.ts';
import { type Setting, stage } from '../stage.ts';

/** Starts a stage whose looks are announced, as the section-checker does. */
export async function liveStage(t: Test, setting: Setting = {}) {
  const test = await stage(t, setting);
  const announcementOf = async ({ committed, changes }: CommitResult): Promise<Announcement> => {
    const changed = new Set(changes.map(({ change }) => change.section));
    const states = await test.store.sections.states(committed.map(({ section }) => section));
    return {
      type: 'announced',
      changes,
      states: states.filter(({ section, version }) => version === 1 || changed.has(section)),
      checked: committed.map(({ section }) => ({ section, checkedAt: '2026-11-23T20:00:00.000Z', nextCheckAt: null })),
    };
  };
  const look = async (...args: Parameters<typeof test.see>): Promise<void> => {
    const { result } = await test.see(...args);
    test.announce(await announcementOf(result));
  };
  return { ...test, look, announcementOf };
}
