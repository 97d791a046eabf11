import t from 'tap';
import { Lives } from '../../../src/runtime/supervision/lives.ts';

t.test('a life has a start, an end, and the stack of the innermost cause', (t) => {
  const lives = new Lives();
  lives.begin('1');
  const cause = new Error('refused');
  lives.end('2', 'failed', new Error('it did not start', { cause }));
  lives.end('3', 'stopped');
  lives.begin('4');
  t.same(lives.all, [
    { startedAt: '1', endedAt: '2', end: 'failed', error: 'it did not start (refused)', stack: cause.stack },
    { startedAt: '4' },
  ]);
  t.end();
});

t.test('only the last eight are kept', (t) => {
  const lives = new Lives();
  for (let each = 1; each <= 20; each += 1) {
    lives.begin(String(each));
    lives.end(String(each), 'finished');
  }
  t.same(
    lives.all.map(({ startedAt }) => startedAt),
    ['13', '14', '15', '16', '17', '18', '19', '20'],
  );
  t.end();
});
