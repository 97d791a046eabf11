/** How an announcement looks as a message. Its rows are many and come from the store, so they are not checked here. */
import type { Announcement } from '../domain/announcement.ts';
import type { Protocol } from '../runtime/index.ts';

export const ANNOUNCED: Protocol<Announcement>['announced'] = { checked: 'array', states: 'array', changes: 'array' };
