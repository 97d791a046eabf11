import t from 'tap';
import { HELP_OF, helpOf, meant } from '../../src/cli/help.ts';

const COLUMNS = 110;

t.test('the help lists every form of every command, in lines that fit', async (t) => {
  const help = helpOf();
  for (const form of Object.values(HELP_OF).flatMap(({ forms }) => forms))
    t.match(help, new RegExp(`^  pickmyclass ${form.replaceAll(/[[\]]/g, '\\$&')}( |$)`, 'm'));
  for (const name of [undefined, ...Object.keys(HELP_OF)])
    for (const line of helpOf(name).split('\n')) t.ok(line.length <= COLUMNS, line);
});

t.test('the help of a command lists its options', async (t) => {
  t.match(helpOf('check'), /^pickmyclass check <section>…\npickmyclass check <course>\n\n[^]*^ {2}--fresh /m);
  t.notMatch(helpOf('check'), /doctor/);
});

t.test('a name with a slip is recognised, another one is not', async (t) => {
  t.equal(meant('docter'), 'doctor');
  t.equal(meant('strat'), 'start');
  t.equal(meant('dead-leters'), 'dead-letters');
  t.equal(meant('dance'), undefined);
  t.equal(meant(''), undefined);
});
