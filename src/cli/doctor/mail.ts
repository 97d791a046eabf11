/** Checks whether mails can be written or sent. Sends no mail. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { channelFor } from '../../notify/channel-for.ts';
import { systemClock } from '../../runtime/index.ts';
import type { Examination } from './examination.ts';
import { examineFolder } from './place.ts';

export function mailExamination(config: Config): Examination {
  const { smtpUrl, resendApiKey } = config.mail;
  if (smtpUrl === null && resendApiKey === null)
    return {
      name: 'mail',
      said: 'files in the data directory',
      examine: async () => examineMailFolder(join(config.dataDir, 'mail')),
    };
  return {
    name: 'mail',
    said: smtpUrl === null ? 'Resend' : new URL(smtpUrl).host,
    examine: () => examineMailServer(config),
  };
}

function examineMailFolder(folder: string): string {
  examineFolder('DATA_DIR', folder);
  return existsSync(folder) ? 'ready' : 'the folder will be made with the first mail';
}

async function examineMailServer(config: Config): Promise<string> {
  // Nothing is sent, so the texts do not matter.
  const settings = {
    secret: '',
    publicUrl: () => '',
    campusOf: () => ({ name: '', timeZone: 'UTC', simulated: false, linkFor: () => '', termName: () => '' }),
  };
  const channel = channelFor(config, settings, systemClock);
  try {
    await channel.verify();
  } finally {
    await channel.close();
  }
  return 'ready';
}
