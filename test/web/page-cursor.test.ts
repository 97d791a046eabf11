import fc from 'fast-check';
import t from 'tap';
import { cursorOf, placeIn } from '../../src/web/page-cursor.ts';

t.test('a cursor gives the place that it was made of', async () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer()), fc.string(), (key, id) => {
      const place = placeIn(cursorOf({ key, id }), typeof key as 'string' | 'number');
      return place.key === key && place.id === id;
    }),
    { seed: 7 },
  );
});

t.test('anything else is refused, and so is a cursor of pages that are sorted by something else', async (t) => {
  const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const cursor of ['', 'x', text(1), text({}), text(['a']), text(['a', 1]), text(['a', 'b', 'c']), text([1, 'b'])])
    t.throws(() => placeIn(cursor, 'string'), { code: 'PMC_CURSOR_INVALID' }, cursor);
});
