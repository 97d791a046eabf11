/**
 * Finds the MongoDB server that tests can start: `mongod` on the PATH, a downloaded one, or SecantusDB, which speaks
 * MongoDB's protocol, in a Python environment of this project. The set-up provides the last two (provide-mongo.ts).
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface MongoCommand {
  file: string;
  isSecantus: boolean;
  argumentsFor(port: number, storage: string): string[];
}

/** The folder of what was installed for tests. It is removed together with the dependencies. */
export const INSTALLED = join(process.cwd(), 'node_modules/.cache');

/** Names in `INSTALLED`. Each is complete once it exists. */
export const DOWNLOAD = 'pickmyclass-mongod';
export const SECANTUS = 'pickmyclass-secantus';

/** `installed`: a folder to use instead of `INSTALLED`. */
export function findMongo(installed = INSTALLED): MongoCommand | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'mongod'));
  const mongod = [...onPath, join(installed, DOWNLOAD, 'mongod')].find((file) => existsSync(file));
  if (mongod !== undefined) {
    return {
      file: mongod,
      isSecantus: false,
      argumentsFor: (port, storage) => [
        '--port',
        String(port),
        '--dbpath',
        storage,
        '--bind_ip',
        '127.0.0.1',
        '--setParameter',
        'enableTestCommands=1',
      ],
    };
  }
  const python = join(installed, SECANTUS, 'bin/python');
  if (!existsSync(python)) return undefined;
  return {
    file: python,
    isSecantus: true,
    argumentsFor: (port, storage) => [
      '-c',
      'from secantus.cli import main; main()',
      '--port',
      String(port),
      '--storage-path',
      storage,
      '--enable-test-commands',
      '--log-level',
      'ERROR',
    ],
  };
}
