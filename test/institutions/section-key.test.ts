import t from 'tap';
import { asu } from '../../src/institutions/asu/asu.ts';
import {
  institutionOf,
  readSectionKey,
  readSectionKeys,
  sectionKeyOf,
  sectionOf,
} from '../../src/institutions/section-key.ts';

t.test('a section key is read into its parts', (t) => {
  const key = { institution: 'asu', term: '2267', classNumber: '66445' };
  t.same(sectionKeyOf('asu/2267/66445'), key);
  t.same(readSectionKey('asu/2267/66445', [asu]), key);
  t.equal(sectionOf(key, [asu]), 'asu/2267/66445');
  t.throws(() => sectionOf({ ...key, term: '' }, [asu]), { code: 'PMC_SECTION_KEY_INVALID' });
  t.end();
});

t.test('an invalid key is refused and quoted, at most 100 characters of it', (t) => {
  for (const text of ['', 'asu/2267', 'ASU/2267/1', 'asu/2267/1/2', 'x'.repeat(500)]) {
    const refused = { code: 'PMC_SECTION_KEY_INVALID', message: `"${text.slice(0, 100)}" is not a section key` };
    t.throws(() => sectionKeyOf(text), { code: refused.code });
    t.match(thrownBy(() => readSectionKey(text, [asu])).startsWith(refused.message), true, text.slice(0, 20));
  }
  t.end();
});

t.test('an unknown institution is refused, and the known ones are named', (t) => {
  t.equal(institutionOf('asu', [asu]), asu);
  for (const read of [() => institutionOf('mit', [asu]), () => readSectionKey('mit/2267/1', [asu])])
    t.equal(thrownBy(read), 'institution "mit" is not watched here. Known: asu');
  t.end();
});

t.test('of a list the valid keys are taken once each, and every other item is named', (t) => {
  const { keys, problems } = readSectionKeys([
    'asu/2267/1',
    'asu',
    'asu/2267/2',
    'asu/2267/1',
    5,
    null,
    ['asu/2267/3'],
  ]);
  t.same(keys, ['asu/2267/1', 'asu/2267/2']);
  t.same(
    problems.map(({ message }) => message.split(' ', 1)[0]),
    ['"asu"', '"5"', '"null"', '"["asu/2267/3"]"'],
  );
  t.end();
});

function thrownBy(read: () => unknown): string {
  try {
    read();
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}
