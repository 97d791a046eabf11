/** What the driver sends to the server, and how the server plans it. */
import type { Document, MongoClientOptions } from 'mongodb';
import { BSON, MongoClient } from 'mongodb';
import type { Test } from 'tap';

export interface Command {
  name: string;
  collection: string;
  command: Document;
}

/** Makes the driver log its commands. */
export function loggingTo(commands: Command[]): MongoClientOptions {
  return {
    monitorCommands: true,
    mongodbLogComponentSeverities: { command: 'debug' },
    mongodbLogMaxDocumentLength: 100_000_000,
    mongodbLogPath: {
      write: ({ message, commandName, command }) => {
        if (message !== 'Command started') return;
        const sent = BSON.EJSON.parse(String(command)) as Document;
        commands.push({ name: String(commandName), collection: String(sent[String(commandName)]), command: sent });
      },
    },
  };
}

/** The stages of the plan by shape of query. Queries by `_id` are skipped. */
export async function explained(t: Test, url: string, commands: Command[]): Promise<Map<string, string>> {
  const client = new MongoClient(url);
  t.teardown(() => client.close());
  const plans = new Map<string, string>();
  for (const { collection, command } of commands) {
    for (const filter of filtersOf(command)) {
      const shape = `${collection} ${Object.keys(filter).join(' ')}`;
      if ('_id' in filter || plans.has(shape)) continue;
      plans.set(
        shape,
        stagesOf(
          (await client.db().collection(collection).find(filter).explain('queryPlanner'))['queryPlanner'].winningPlan,
        ),
      );
    }
  }
  return plans;
}

function filtersOf(command: Document): Document[] {
  if (command['filter'] !== undefined) return [command['filter']];
  if (command['pipeline'] !== undefined) return [command['pipeline'][0]['$match']];
  return (command['updates'] ?? command['deletes'] ?? []).map(({ q }: { q: Document }) => q);
}

function stagesOf(plan: Document): string {
  const inner: Document[] = [plan['inputStage'], ...(plan['inputStages'] ?? [])].filter((stage) => stage !== undefined);
  return [plan['stage'], ...inner.map(stagesOf)].join(' < ');
}
