/** `pickmyclass dead-letters list | replay [id]`. */
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { storeError } from '../store/errors.ts';
import type { DeadLetterAccess } from './dead-letter-access.ts';
import { openDeadLetters } from './dead-letter-access.ts';
import { cliError } from './errors.ts';

export async function deadLetters(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    strict: true,
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [action, id, ...rest] = positionals;
  if ((action !== 'list' && action !== 'replay') || rest.length > 0 || (action === 'list' && id !== undefined)) {
    const given = ['dead-letters', ...positionals].join(' ').slice(0, 100);
    throw cliError('PMC_COMMAND_UNKNOWN', { what: `"${given}", write "list" or "replay [id]" after it` });
  }
  const access = await openDeadLetters(config);
  try {
    return action === 'list' ? await list(access, values.json === true) : await replay(access, id);
  } finally {
    await access.close();
  }
}

async function list(access: DeadLetterAccess, asJson: boolean): Promise<number> {
  const letters = await access.list();
  for (const letter of letters) {
    const { id, kind, subject, attempts, at, error } = letter;
    const line = asJson ? JSON.stringify(letter) : [id, at, kind, subject, `${attempts} attempts`, error].join('\t');
    process.stdout.write(`${line}\n`);
  }
  process.stderr.write(letters.length === 0 ? 'No dead letters.\n' : `${letters.length} dead letters.\n`);
  return 0;
}

/** Replays one dead letter, or all if no id is given. */
async function replay(access: DeadLetterAccess, id: string | undefined): Promise<number> {
  if (id !== undefined && !(await access.replay(id))) throw storeError('PMC_DEAD_LETTER_NOT_FOUND', { id });
  process.stderr.write(`${id === undefined ? await access.replayAll() : 1} replayed.\n`);
  return 0;
}
