import t from 'tap';
import { searchWords, typedWords } from '../../src/domain/search.ts';
import { state } from '../support/states.ts';

t.test('a section is found by its course, class number, title and instructors', async (t) => {
  t.same(searchWords(state({ title: 'Data Structures & Data Types', instructors: ["José O'Neill"] })), [
    'cse310',
    '310',
    '66445',
    'data',
    'structures',
    'types',
    'jose',
    'oneill',
  ]);
  t.same(searchWords(state({ title: '', instructors: null })), ['cse310', '310', '66445']);
});

t.test('typed words have no accents, no case and no decoration', async (t) => {
  t.same(typedWords('  Introducción-a/la C++ '), ['introduccion', 'la', 'c++']);
  t.same(typedWords('#66445'), ['66445']);
  t.same(typedWords('%_" \u0000'), []);
});

t.test('words that tell nothing are left out, unless there are no others', async (t) => {
  t.same(typedWords('Intro to AI with Prof. Alder'), ['intro', 'ai', 'alder']);
  t.same(typedWords('the class'), ['the', 'class']);
});

t.test('of a long text only the first words count', async (t) => {
  t.equal(typedWords('one two three four five six seven eight nine ten').length, 8);
});
