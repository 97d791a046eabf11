/** Incidents in MongoDB. */
import type { Incident, IncidentStore, NewIncident } from '../incidents.ts';
import { incidentId } from '../incidents.ts';
import { ONE_BATCH, unlessDuplicate } from './bulk.ts';
import type { Connection } from './connection.ts';
import type { IncidentDocument } from './process-documents.ts';

export class MongoIncidents implements IncidentStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async start(incident: NewIncident): Promise<void> {
    const { startedAt, ...rest } = incident;
    const document = {
      ...rest,
      _id: incidentId(incident),
      startedAt: new Date(startedAt),
      told: [],
      open: true as const,
    };
    await this.#connection.use(({ incidents }) => unlessDuplicate(incidents.insertOne(document)));
  }

  async end(alert: string, endedAt: string): Promise<void> {
    const ended = { $set: { endedAt: new Date(endedAt) }, $unset: { open: true as const } };
    await this.#connection.use(({ incidents }) => incidents.updateOne({ alert, open: true }, ended));
  }

  async tell(id: string, told: readonly string[]): Promise<void> {
    await this.#connection.use(({ incidents }) =>
      incidents.updateOne({ _id: id }, { $addToSet: { told: { $each: [...told] } } }),
    );
  }

  async list(endedAfter: string, limit: number): Promise<Incident[]> {
    return await this.#connection.use(async ({ incidents }) => {
      const newest = { sort: { startedAt: -1, _id: 1 }, limit, batchSize: ONE_BATCH } as const;
      const open = await incidents.find({ open: true }, newest).toArray();
      const ended = await incidents.find({ endedAt: { $gte: new Date(endedAfter) } }, newest).toArray();
      return [...open, ...ended].slice(0, limit).map(incidentOf);
    });
  }
}

function incidentOf({ _id: id, startedAt, endedAt, told, open: _open, ...rest }: IncidentDocument): Incident {
  return {
    ...rest,
    id,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    told: told.toSorted(),
  };
}
