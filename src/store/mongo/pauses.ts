/** The operator's pauses in MongoDB. */
import type { Pause, PauseScope, PauseStore } from '../pauses.ts';
import { EVERYWHERE } from '../pauses.ts';
import type { Connection } from './connection.ts';
import type { PauseDocument } from './documents.ts';

export class MongoPauses implements PauseStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async list(): Promise<Pause[]> {
    return (await this.#connection.use(({ pauses }) => pauses.find().sort({ since: 1, _id: 1 }).toArray())).map(
      pauseOf,
    );
  }

  async set(scope: PauseScope, institution: string | null): Promise<Pause> {
    const added = {
      $setOnInsert: { scope, institution: institution ?? EVERYWHERE, since: new Date(this.#connection.now()) },
    };
    return pauseOf(
      (await this.#connection.use(({ pauses }) =>
        pauses.findOneAndUpdate({ _id: pauseKey(scope, institution) }, added, {
          upsert: true,
          returnDocument: 'after',
        }),
      ))!,
    );
  }

  async clear(scope: PauseScope, institution: string | null): Promise<void> {
    await this.#connection.use(({ pauses }) => pauses.deleteOne({ _id: pauseKey(scope, institution) }));
  }
}

export function pauseKey(scope: PauseScope, institution: string | null): string {
  return `${scope} ${institution ?? EVERYWHERE}`;
}

function pauseOf({ scope, institution, since }: PauseDocument): Pause {
  const pause = { scope, since: since.toISOString() };
  return institution === EVERYWHERE ? pause : { ...pause, institution };
}
