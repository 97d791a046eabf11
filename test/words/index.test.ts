import t from 'tap';
import { english } from '../../src/words/en/index.ts';
import { spanish } from '../../src/words/es/index.ts';
import { t as words } from '../../src/words/index.ts';

/** All messages of a tree, by their key. */
function messagesOf(tree: object, above = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[`${above}${name}`, value]] : [...messagesOf(value as object, `${above}${name}.`)],
    ),
  );
}

const valuesIn = (message: string): string[] =>
  [...message.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).toSorted();

t.test('each language has its own messages', async (t) => {
  t.equal(words('en')('pages.back'), 'Back to PickMyClass');
  t.equal(words('es')('pages.back'), 'Volver a PickMyClass');
});

t.test('a translation has the same keys and names only values of the English message', async (t) => {
  const [en, es] = [messagesOf(english), messagesOf(spanish)];
  t.strictSame([...es.keys()].toSorted(), [...en.keys()].toSorted());
  for (const [key, message] of en)
    t.strictSame(valuesIn(es.get(key)!), valuesIn(message), `${key} names the same values`);
});

t.test('a message with a plural form has both forms', async (t) => {
  const keys = new Set(messagesOf(english).keys());
  for (const key of keys) {
    const [, base, form] = /^(.*)_(one|other)$/.exec(key) ?? [];
    if (base !== undefined) t.ok(keys.has(`${base}_${form === 'one' ? 'other' : 'one'}`), key);
  }
});
