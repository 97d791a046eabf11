import t from 'tap';
import { paceSentence } from '../../../../../src/web/app/operator/overview/pace-words.ts';
import { t as translations } from '../../../../../src/words/index.ts';

const english = translations('en');
const PACE = {
  institution: 'asu',
  askedPerMinute: 1_250.4,
  allowedPerMinute: 60,
  intervalSeconds: 300,
  resultingSeconds: 6_252,
};

t.test('the sentence tells what the interval asks for, what the budget allows, and the interval that results', (t) => {
  t.equal(
    paceSentence(PACE, false, english),
    'The budget is short: asked 1,250/min, allowed 60/min. Looks every 2 hours instead of 5 minutes.',
  );
  t.match(paceSentence(PACE, true, english), /^The budget is short for asu: asked/);
  t.end();
});
