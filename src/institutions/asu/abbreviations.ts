/**
 * What students write short and ASU spells out in titles. None of the keys is a subject code at ASU. A short form that
 * is the beginning of the word, such as "calc" or "psych", needs no line here: words are found by their beginning.
 */
export const SPELLED_OUT: ReadonlyMap<string, string> = new Map([
  ['AI', 'artificial intelligence'],
  ['ML', 'machine learning'],
  ['DL', 'deep learning'],
  ['NLP', 'natural language processing'],
  ['CV', 'computer vision'],
  ['DB', 'database'],
  ['DBMS', 'database management'],
  ['OS', 'operating systems'],
  ['DSA', 'data structures algorithms'],
  ['OOP', 'object-oriented programming'],
  ['HCI', 'human computer interaction'],
  ['UX', 'user experience'],
  ['UI', 'user interface'],
  ['VR', 'virtual reality'],
  ['IOT', 'internet of things'],
  ['HR', 'human resources'],
  ['PR', 'public relations'],
  ['ODE', 'ordinary differential equations'],
  ['PDE', 'partial differential equations'],
  ['STATS', 'statistics'],
  ['ORGO', 'organic chemistry'],
  ['OCHEM', 'organic chemistry'],
  ['MGMT', 'management'],
]);
