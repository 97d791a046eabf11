import t from 'tap';
import { readFrame } from '../../../src/web/live/protocol.ts';

t.test('a frame that is refused is answered in plain words, with the name of the field', (t) => {
  const sections = ['asu/2267/66445'];
  for (const [frame, reason] of [
    [{ type: 'subscribe' }, 'sections is missing'],
    [{ type: 'subscribe', sections: 'asu/2267/66445' }, 'sections must be a list'],
    [{ type: 'subscribe', sections, since: 5 }, 'since must be a string'],
    [{ type: 'subscribe', sections, sinse: '5' }, 'sinse is not known here'],
    [{ type: 'unsubscribe', sections, since: '5' }, 'since is not known here'],
    [{ type: 'subscribe-mine', sections }, 'sections is not known here'],
    [{ type: 'watch' }, 'its type is not one of subscribe, unsubscribe, subscribe-mine'],
    [[], 'it is not a JSON object with a "type"'],
  ] as const)
    t.throws(
      () => readFrame(Buffer.from(JSON.stringify(frame)), false),
      { code: 'PMC_FRAME_INVALID', message: `the frame was refused: ${reason}` },
      reason,
    );
  t.end();
});
