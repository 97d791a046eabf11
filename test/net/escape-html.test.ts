import t from 'tap';
import { escapeHtml } from '../../src/net/escape-html.ts';

t.test('markup in a text is shown as text', (t) => {
  t.equal(
    escapeHtml(`<a href="x" title='y'>&amp;</a>`),
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
  );
  t.end();
});

t.test('any other text is unchanged', (t) => {
  for (const text of ['', 'CSE 310', 'Zoë · 30 %']) t.equal(escapeHtml(text), text);
  t.end();
});
