import type { Announcement } from '../../domain/announcement.ts';

/** What was announced and not told yet: bounded by the number of sections somebody listens to. */
export class Heard {
  changes = false;
  readonly states = new Set<string>();
  readonly checked = new Map<string, Announcement['checked'][number]>();

  get isEmpty(): boolean {
    return !this.changes && this.states.size === 0 && this.checked.size === 0;
  }
}
