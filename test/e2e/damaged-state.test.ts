/** A damaged state in the file of the real program: it starts, never serves the state, and looks again. */
import { join } from 'node:path';
import Database from 'libsql';
import t from 'tap';
import { eventually } from '../support/eventually.ts';
import { startSystem } from '../support/running-system.ts';

t.test('a damaged state is never served: a dead letter names it, and the section gets a new look', async (t) => {
  const dataDir = t.testdir({});
  const first = await startSystem(t, dataDir);
  const stateOf = async (url: string, key: string): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(`${url}/api/v1/sections/${key}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const search = async (): Promise<string[]> => {
    const { sections = [] } = (await (await fetch(`${first.url}/api/v1/search?q=CSE`)).json()) as {
      sections?: { section: string }[];
    };
    return sections.map(({ section }) => section);
  };
  let key = '';
  await eventually(async () => {
    key = (await search())[0] ?? '';
    return key !== '';
  });
  await first.stop();

  const database = new Database(join(dataDir, 'pickmyclass.db'));
  database.exec(
    `UPDATE sections SET state = json_remove(json_set(state, '$.status', 'ajar'), '$.seats') WHERE section = '${key}'`,
  );
  database.close();

  const second = await startSystem(t, dataDir);
  const { deadLetters } = (await (await second.operator('/api/v1/dead-letters')).json()) as {
    deadLetters: { subject: string; error: string }[];
  };
  t.match(deadLetters, [{ subject: key, error: /state was damaged/ }]);
  const answers: { status: number; body: Record<string, unknown> }[] = [];
  await eventually(async () => {
    answers.push(await stateOf(second.url, key));
    return answers.at(-1)!.status === 200;
  });
  t.same(
    answers.filter(({ body }) => body['status'] === 'ajar'),
    [],
  );
  t.match(answers.at(-1)!.body, { section: key, seats: { enrolled: Number } });
});
