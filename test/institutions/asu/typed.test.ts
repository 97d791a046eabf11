import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';

t.test('searches may be typed in several spellings', async (t) => {
  for (const [typed, ...ways] of [
    ['CSE 310', 'cse 310', 'CSE310', 'CSE-310', 'cse/310', 'CSE: 310', 'CSE_310', 'cse.310', ' CSE  310 '],
    ['CHM 113L', 'chm-113l'],
    [
      '72082',
      '#72082',
      'class 72082',
      'Class #72082',
      'class number 72082',
      'Class Nbr: 72082',
      'no. 72082',
      'section 72082',
      '# 72082',
    ],
    ['artificial intelligence', 'AI', 'ai', 'A.I.'],
    ['machine learning', 'ML'],
    ['intro to artificial intelligence', 'intro to AI'],
  ] as const)
    for (const way of ways) t.equal(asu.searchText(way), typed, way);
  for (const text of ['data structures', 'CSE', 'java', 'maintain', 'Ai Weiwei', 'aid', '720825', 'class', 'CSE 31'])
    t.equal(asu.searchText(text), text);
  t.match(asu.searchRequest('2267', 'AI'), { by: 'keywords', keywords: 'artificial intelligence' });
  t.match(asu.searchRequest('2267', '#72082'), { by: 'class', classNumber: '72082' });
  t.match(asu.searchRequest('2267', 'CSE-310'), { by: 'course', subject: 'CSE', catalogNumber: '310' });
});
