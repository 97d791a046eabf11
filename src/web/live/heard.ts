import type { Announcement } from '../../domain/announcement.ts';

/** Announcements that were not sent to clients yet. Bounded by the number of sections with a subscriber. */
export class Heard {
  /** Whether there are changes to read from the store. */
  changes = false;
  /** Sections whose new state comes with no change: first seen, turned unknown, or seen again with the same values. */
  readonly states = new Set<string>();
  readonly checked = new Map<string, Announcement['checked'][number]>();

  get isEmpty(): boolean {
    return !this.changes && this.states.size === 0 && this.checked.size === 0;
  }

  add({ checked, states, changes }: Announcement, isWanted: (section: string) => boolean): void {
    const changed = new Set(changes.map(({ change }) => change.section));
    for (const section of changed) if (isWanted(section)) this.changes = true;
    for (const { section } of states) if (!changed.has(section) && isWanted(section)) this.states.add(section);
    for (const look of checked) if (isWanted(look.section)) this.checked.set(look.section, look);
  }

  /** Takes back what could not be sent. A look that was heard of since is newer. */
  takeBack({ changes, states, checked }: Heard): void {
    this.changes ||= changes;
    for (const section of states) this.states.add(section);
    for (const [section, look] of checked) if (!this.checked.has(section)) this.checked.set(section, look);
  }
}
