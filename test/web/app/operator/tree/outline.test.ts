import t from 'tap';
import { placeAt, rowsOf, troubleIn } from '../../../../../src/web/app/operator/tree/outline.ts';
import { treeNode } from '../../support/nodes.ts';

const browsers = Array.from({ length: 39 }, (_, index) => treeNode(`browser-${index + 1}`));
browsers[20] = treeNode('browser-21', [], { state: 'restarting' });
const root = treeNode('root', [
  treeNode('web'),
  treeNode('checking', [treeNode('browsers', browsers), treeNode('differ')]),
  treeNode('notifying', [treeNode('email', [], { breaker: 'open' })]),
]);
const shown = (...args: Parameters<typeof rowsOf>): string[] =>
  rowsOf(...args).map(({ path, level, open, well, ill, node }) =>
    [`${'  '.repeat(level - 1)}${path}`, ...(open === undefined ? [] : [open ? '-' : '+', well, ill]), node.state].join(
      ' ',
    ),
  );

t.test('at first only the root is unfolded, and a folded supervisor still shows what is not well', (t) => {
  t.same(shown(root, {}), [
    'root - 40 2 running',
    '  web running',
    '  checking + 39 1 running',
    '    checking/browsers + 38 1 running',
    '      checking/browsers/browser-21 restarting',
    '  notifying + 0 1 running',
    '    notifying/email running',
  ]);
  t.end();
});

t.test('what was folded and unfolded by hand stays so', (t) => {
  t.equal(rowsOf(root, { checking: true, 'checking/browsers': true }).length, 8 + 38);
  t.same(shown(root, { root: false }), [
    'root + 40 2 running',
    '  checking + 39 1 running',
    '    checking/browsers + 38 1 running',
    '      checking/browsers/browser-21 restarting',
    '  notifying + 0 1 running',
    '    notifying/email running',
  ]);
  t.end();
});

t.test('a search shows the places that match, wherever they are, with those above them', (t) => {
  t.same(shown(root, { root: false }, ' Browser-3 '), [
    'root - 40 2 running',
    '  checking - 39 1 running',
    '    checking/browsers - 38 1 running',
    '      checking/browsers/browser-3 running',
    ...Array.from({ length: 10 }, (_, index) => `      checking/browsers/browser-${30 + index} running`),
  ]);
  t.same(shown(root, {}, 'nobody'), []);
  t.end();
});

t.test('trouble is what does not run, and what has a breaker that is not closed', (t) => {
  t.same(
    troubleIn(root).map(({ path }) => path),
    ['checking/browsers/browser-21', 'notifying/email'],
  );
  t.end();
});

t.test('a place is found by its path, with its supervisor', (t) => {
  t.match(placeAt(root, 'checking/browsers/browser-2'), { node: { id: 'browser-2' }, above: { id: 'browsers' } });
  t.match(placeAt(root, 'root'), { node: { id: 'root' }, above: undefined });
  t.equal(placeAt(root, 'checking/nobody/deeper'), undefined);
  t.end();
});
