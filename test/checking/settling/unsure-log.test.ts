import t from 'tap';
import { UnsureLog } from '../../../src/checking/settling/unsure-log.ts';
import { recordingLog } from '../../../src/runtime/testing/index.ts';

t.test('each reason is logged once', async (t) => {
  const log = recordingLog();
  const unsure = new UnsureLog(log);
  const row = { section: 'asu/2267/66445', reason: 'its seats cannot be read' };
  unsure.note('CSE 310', [row, { ...row, section: 'asu/2267/66446' }]);
  unsure.note('CSE 310', [row]);
  unsure.note('CSE 310', [{ ...row, reason: 'it has no course' }]);
  t.match(
    log.lines.map(({ fields }) => fields),
    [{ section: 'asu/2267/66445', reason: 'its seats cannot be read' }, { reason: 'it has no course' }],
  );
  t.equal(log.lines.length, 2);
});
