/** Students with watches in a data directory. */
import { wishOf } from '../../src/domain/watch.ts';
import { createStore, EMBEDDED } from '../../src/store/create-store.ts';

const SIGN_IN_MS = 60_000;

/** Every student watches every section for openings. No section was seen yet. Costs far less than to start a system. */
export async function prepareWatchers(dataDir: string, names: string[], sections: string[]): Promise<void> {
  const store = await createStore(`${EMBEDDED}${dataDir}/pickmyclass.db`);
  await store.open();
  for (const name of names) {
    await store.accounts.addSignIn(name, `${name}@example.edu`, SIGN_IN_MS);
    const user = await store.accounts.signIn(name, `session of ${name}`, SIGN_IN_MS);
    await Promise.all(
      sections.map((section) => store.watches.add(user!.id, wishOf(section), false, sections.length, 0)),
    );
  }
  await store.close();
}
