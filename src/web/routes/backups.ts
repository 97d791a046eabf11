/** Backups: a copy of the embedded store, made while it is used. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Backup } from '../contract/operations.ts';
import { webError } from '../errors.ts';
import { EMBEDDED } from '../../store/create-store.ts';
import { enter } from '../http/audited.ts';
import type { Routes } from '../http/route.ts';

const FOLDER = 'backups';

export const backupRoutes: Routes = (app, { node: { config, store }, context: { clock } }) => {
  app.post(
    '/api/v1/backups',
    {
      config: { errors: ['PMC_BACKUP_ELSEWHERE'] },
      schema: {
        tags: ['operator'],
        summary: 'Copy the embedded store into a file in the data directory',
        response: { 201: Backup },
      },
    },
    async (request, reply) => {
      if (!config.storeUrl.startsWith(EMBEDDED) || store.archive.copyTo === undefined)
        throw webError('PMC_BACKUP_ELSEWHERE', {});
      const folder = join(config.dataDir, FOLDER);
      const at = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
      // Two may be made in one millisecond.
      const file = join(folder, `${at}-${randomUUID().slice(0, 8)}.db`);
      await enter(store.audit, request, 'make-backup', file);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // The copy goes into an existing empty file: only its owner may read the addresses in it.
      writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
      try {
        await store.archive.copyTo(file);
      } catch (error) {
        rmSync(file, { force: true });
        throw error;
      }
      reply.code(201);
      return { file };
    },
  );
};
