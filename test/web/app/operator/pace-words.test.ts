import t from 'tap';
import { paceSentence } from '../../../../src/web/app/operator/pace-words.ts';

const PACE = {
  institution: 'asu',
  askedPerMinute: 1_250.4,
  allowedPerMinute: 60,
  intervalSeconds: 300,
  resultingSeconds: 6_252,
};

t.test('the sentence tells what the interval asks for, what the budget allows, and the interval that results', (t) => {
  t.equal(
    paceSentence(PACE, false),
    'The budget is short: asked 1,250/min, allowed 60/min. Looks every 2 h instead of 5 min.',
  );
  t.match(paceSentence(PACE, true), /^The budget is short for asu: asked/);
  t.end();
});
