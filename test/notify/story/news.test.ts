import t from 'tap';
import type { Bundle } from '../../../src/notify/channel.ts';
import { storyOf } from '../../../src/notify/story/story.ts';
import { change, DETECTED, FULL, NEW_SECTION, notification, OPEN, SETTINGS } from '../samples.ts';

const tell = (...bundle: Bundle) => storyOf(bundle, SETTINGS.campusOf, Date.parse(DETECTED));
const others = { subject: 'MAT', catalogNumber: '210', section: 'asu/2267/77001', classNumber: '77001' };

t.test('a new section is told like an opening, with what is known of it now', async (t) => {
  const story = tell(NEW_SECTION);
  t.equal(story.subject, '1 seat open: CSE 310 · 66445 (Mon Wed 4:30 PM)');
  t.same(story.parts[0]?.lines, ['This section is new.', 'You watch any section of CSE 310.']);
  t.match(story.parts[0]?.details[0], ['Seats', '1 of 150 seats open (149 enrolled)']);
  const late = tell({ ...NEW_SECTION, current: FULL });
  t.match(late.subject, /^Seat open, now full/);
  t.equal(
    tell(NEW_SECTION, notification(change('opened', { ...FULL, ...others }, { ...OPEN, ...others }))).parts.length,
    2,
  );
});

t.test('that a section is seen again is told with what was missed', async (t) => {
  const again = {
    ...NEW_SECTION,
    notice: 'seen-again' as const,
    kind: null,
    detectedAt: Date.parse(DETECTED) - 3_600_000,
  };
  const story = tell(again, notification());
  t.equal(story.subject, '1 seat open: CSE 310 · 66445 (Mon Wed 4:30 PM)');
  t.equal(story.parts.length, 1);
  t.match(story.parts[0]?.lines[0], /^We could not see it from Nov 23, 1:03:00 PM until now/);
  t.match(tell(again).subject, /^Visible again/, 'by itself when nothing was missed');
});
