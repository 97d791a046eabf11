/** Students with watches in a data directory. */
import type { Test } from 'tap';
import { startSystem } from './running-system.ts';
import { signIn } from './student.ts';
import type { Student } from './student.ts';

/**
 * Runs a system until every student watches every section and has surely seen it, then stops it. Returns the watchers.
 */
export async function prepareWatchers(
  t: Test,
  dataDir: string,
  environment: Record<string, string>,
  names: string[],
  sections: string[],
): Promise<Student[]> {
  const system = await startSystem(t, dataDir, { ...environment, MAX_WATCHES_PER_USER: '10000' });
  const students = await Promise.all(names.map((name) => signIn(system, `${name}@example.edu`)));
  for (const section of sections) {
    await Promise.all(
      students.map(async (student) => {
        const answer = await student.api('/api/v1/watches', { method: 'POST', json: { section } });
        if (answer.status !== 201 && answer.status !== 409)
          throw new Error(`${student.email} cannot watch ${section}: ${answer.status} ${await answer.text()}`);
      }),
    );
  }
  t.equal(await system.stop(), 0);
  return students;
}
