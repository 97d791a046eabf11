import t from 'tap';
import { CHANGE_KINDS } from '../../src/domain/change.ts';
import { changeSentence } from '../../src/words/change-words.ts';
import { formats } from '../../src/words/formats.ts';
import { t as translations } from '../../src/words/index.ts';
import { sample, withSeats } from '../web/app/support/sample.ts';

const [opened] = withSeats(sample('66445'), 150, 147, '2026-11-23T20:01:00.000Z').changes;

t.test('each kind of change is a sentence in each language, without a gap in it', (t) => {
  for (const language of ['en', 'es'] as const) {
    const reading = { t: translations(language), formats: formats(language) };
    const sentences = CHANGE_KINDS.map((kind) => changeSentence({ ...opened!, kind }, reading));
    t.equal(new Set(sentences).size, CHANGE_KINDS.length);
    for (const sentence of sentences) t.match(sentence, /^CSE 310 · 66445: [^{}]+$/);
  }
  t.end();
});

t.test('an opening says how many seats are open', (t) => {
  const reading = { t: translations('en'), formats: formats('en') };
  t.equal(changeSentence(opened!, reading), 'CSE 310 · 66445: seats opened. 3 of 150 seats open');
  t.end();
});
