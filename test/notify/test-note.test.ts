import t from 'tap';
import { testNote } from '../../src/notify/test-note.ts';

const URL = 'https://pick.example.edu/';

t.test('a test says that it is one, and shows the code only where one is needed', async (t) => {
  t.match(testNote('en', null, URL).note, { title: 'PickMyClass can reach you here', text: /^This is the test/ });
  t.match(testNote('en', '012345', URL).note.text, /\b012345\b/);
});

t.test('a test is in the language of the student', async (t) => {
  t.match(testNote('es', '012345', URL).note, { title: 'PickMyClass puede avisarte aquí', text: /código es 012345/ });
});

t.test('each test has a key of its own, so that no receiver drops the second as a repetition', async (t) => {
  t.not(testNote('en', null, URL).key, testNote('en', null, URL).key);
});
