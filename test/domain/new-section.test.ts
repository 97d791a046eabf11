import t from 'tap';
import type { CourseWatch } from '../../src/domain/new-section.ts';
import { isNewFor } from '../../src/domain/new-section.ts';
import { DEFAULT_TERMS } from '../../src/domain/watch.ts';
import { state } from '../support/states.ts';

const WATCH: CourseWatch = { ...DEFAULT_TERMS, paused: false, createdAt: 1_000 };
const OPEN = state({ enrolled: 149 });

t.test('a new section that is open is news once the course was seen since the watch was made', async (t) => {
  t.ok(isNewFor(WATCH, OPEN, 1_000));
  t.notOk(isNewFor(WATCH, OPEN, 999), 'it may have been there all along');
  t.notOk(isNewFor(WATCH, OPEN, null));
});

t.test('a watch that would not be told of its opening is not told of a new section', async (t) => {
  t.notOk(isNewFor(WATCH, state(), 1_000), 'it is full');
  t.notOk(isNewFor({ ...WATCH, paused: true }, OPEN, 1_000));
  t.notOk(isNewFor({ ...WATCH, kinds: ['closed'] }, OPEN, 1_000));
  t.notOk(isNewFor({ ...WATCH, minSeats: 2 }, OPEN, 1_000));
});
