import t from 'tap';
import { isMassChange, looksLikeMassChange } from '../../src/domain/mass-change.ts';

const rule = { sections: 200, share: 0.2 };

t.test('more than the number of sections, or than the share and at least 20, is a mass change', (t) => {
  t.notOk(isMassChange(200, 10_000, rule));
  t.ok(isMassChange(201, 10_000, rule));
  t.notOk(isMassChange(19, 20, rule), 'a share of few sections is nothing');
  t.ok(isMassChange(20, 20, rule));
  t.notOk(isMassChange(20, 100, rule), 'exactly the share is not more');
  t.ok(isMassChange(21, 100, rule));
  t.end();
});

t.test('a few early openings of a long pass are no trend, a steady stream is', (t) => {
  t.notOk(looksLikeMassChange(1, 7, 6_250, 6_250, { sections: 400, share: 1 }));
  t.notOk(looksLikeMassChange(2, 400, 6_250, 6_250, rule));
  t.ok(looksLikeMassChange(20, 70, 1_000, 1_000, rule));
  t.ok(looksLikeMassChange(201, 6_250, 6_250, 6_250, rule));
  t.end();
});
