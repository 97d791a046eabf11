/** Tests the command line as a process. */
import t from 'tap';
import { pickmyclass } from '../support/pickmyclass.ts';

t.test('--help and --version print on stdout and exit with 0', async (t) => {
  t.match(await pickmyclass(['--help']), { code: 0, stdout: /pickmyclass check/, stderr: '' });
  t.match(await pickmyclass(['check', '--help']), { code: 0, stdout: /^pickmyclass check <section>…\n/, stderr: '' });
  t.match(await pickmyclass(['--version']), { code: 0, stdout: /^\d+\.\d+\.\d+\n$/ });
});

t.test('an unknown command exits with 2 and a line that names it', async (t) => {
  t.match(await pickmyclass(['dance']), { code: 2, stdout: '', stderr: /"dance"/ });
  t.match(await pickmyclass(['docter']), { code: 2, stderr: /"docter" \(did you mean "doctor"\?\)/ });
  t.match(await pickmyclass([]), { code: 2, stdout: '' });
  t.match(await pickmyclass(['start', '--fast']), { code: 2, stdout: '', stderr: /--fast/ });
  t.match(await pickmyclass(['check']), { code: 2 });
  t.match(await pickmyclass(['dead-letters', 'burn']), { code: 2, stderr: /burn/ });
  t.match(await pickmyclass(['campus', '--port', 'x']), { code: 2, stderr: /--port=x/ });
  t.match(await pickmyclass(['campus', '--host', '203.0.113.7']), {
    code: 2,
    stderr: /^[^\n]*--host=203\.0\.113\.7[^\n]*\n$/,
  });
});

t.test('every invalid variable is named, and the exit code is 2', async (t) => {
  const { code, stderr } = await pickmyclass(['start'], { PORT: 'http', LEASE_SECONDS: '0' });
  t.equal(code, 2);
  t.match(stderr, /PORT=http/);
  t.match(stderr, /LEASE_SECONDS=0/);
  t.notMatch(stderr, /\n {4}at /, 'no stack trace');
});
