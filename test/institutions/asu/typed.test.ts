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
    ['database', 'DB'],
    ['database management', 'DBMS'],
    ['intro to artificial intelligence', 'intro to AI'],
  ] as const)
    for (const way of ways) t.same(asu.readTyped(way), { text: typed }, way);
  for (const text of ['data structures', 'CSE', 'java', 'maintain', 'Ai Weiwei', 'aid', '720825', 'class', 'CSE 31'])
    t.same(asu.readTyped(text), { text });
  t.match(asu.searchRequest('2267', 'AI'), { by: 'keywords', keywords: 'artificial intelligence' });
  t.match(asu.searchRequest('2267', '#72082'), { by: 'class', classNumber: '72082' });
  t.match(asu.searchRequest('2267', 'CSE-310'), { by: 'course', subject: 'CSE', catalogNumber: '310' });
});

t.test('a pasted key or address names the term too', async (t) => {
  const page = 'https://catalog.apps.asu.edu/catalog/classes/classlist?campusOrOnlineSelection=A&honors=F&promod=F';
  for (const [pasted, text, term] of [
    ['asu/2271/66445', '66445', '2271'],
    ['https://pickmyclass.example/university/asu/2271/66445', '66445', '2271'],
    [`${page}&searchType=all&term=2271&keywords=66445`, '66445', '2271'],
    [`${page}&classNbr=66445&term=2271`, '66445', '2271'],
    [`${page}&subject=CSE&catalogNbr=310&term=2271`, 'CSE 310', '2271'],
    [`${page}&subject=CSE&term=2271`, 'CSE', '2271'],
  ] as const)
    t.same(asu.readTyped(` ${pasted} `), { text, term }, pasted);
  t.same(asu.readTyped(`${page}&keywords=data+mining&term=fall`), { text: 'data mining' }, 'an odd term is left out');
  for (const other of ['https://example.edu/', 'http://', 'uxy/2271/66445', 'asu/2271/664455'])
    t.same(asu.readTyped(other), { text: other }, 'neither');
});
