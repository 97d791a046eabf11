import t from 'tap';
import { pauseAct, resumeAct } from '../../../../../src/web/app/operator/overview/pause-acts.ts';

const api = { pause: async (what: object) => what, resume: async (what: object) => what };

t.test('whoever pauses or resumes is told of what, and what follows', async (t) => {
  const checks = pauseAct({ scope: 'checks', institution: 'asu' }, api);
  t.match(checks, { label: 'Pause', title: 'Pause checks, asu', effect: /^The source is not asked until/ });
  t.same(await checks.run(), { scope: 'checks', institution: 'asu' });
  const messages = resumeAct({ scope: 'notifications' }, api);
  t.match(messages, { label: 'Resume', title: 'Resume notifications, everywhere', effect: /are sent now/ });
  t.same(await messages.run(), { scope: 'notifications' });
});
