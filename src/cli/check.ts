/** `pickmyclass check <section>… | <course> [--json] [--fresh]`: prints the states of sections. */
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { institutionsError } from '../institutions/errors.ts';
import { institutionById } from '../institutions/index.ts';
import type { Institution } from '../institutions/institution.ts';
import { readSectionKey } from '../institutions/section-key.ts';
import { CodedError } from '../runtime/index.ts';
import { askSystem } from './asked-system.ts';
import { complain } from './complain.ts';
import type { Checked } from './describe.ts';
import { describe } from './describe.ts';
import { cliError } from './errors.ts';
import type { Wanted } from './own-look.ts';
import { lookAtAll } from './own-look.ts';
import { findSystem } from './running-system.ts';

const EXIT = { badKey: 2, missing: 3, unseen: 4 } as const;

export async function check(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    strict: true,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, fresh: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw cliError('PMC_COMMAND_UNKNOWN', { what: '"check" without a section' });
  const wanted = readWanted(
    positionals,
    config.institutions.map((id) => institutionById(id)!),
  );
  const bad = wanted.filter((each) => each instanceof CodedError);
  if (bad.length > 0) {
    for (const error of bad) complain(error);
    return EXIT.badKey;
  }
  const results = await resultsOf(wanted as Wanted[], config, values.fresh === true);
  for (const result of results) process.stdout.write(`${values.json === true ? toJson(result) : describe(result)}\n`);
  const outcomes = new Set(results.map(outcomeOf));
  return outcomes.has('missing') ? EXIT.missing : outcomes.has('unseen') ? EXIT.unseen : 0;
}

/** Asks the running system, unless there is none or `fresh` asks for a look of our own. */
async function resultsOf(wanted: Wanted[], config: Config, fresh: boolean): Promise<Checked[]> {
  const system = fresh ? undefined : await findSystem(config);
  if (system === undefined) return await lookAtAll(wanted, config);
  process.stderr.write(`Asking the system at ${system.url}. With --fresh, this command looks for itself.\n`);
  return await askSystem(system, wanted);
}

/** Section keys have slashes. Words without one are a course or a class number of the current term: CSE 310. */
function readWanted(words: readonly string[], institutions: readonly Institution[]): (Wanted | CodedError)[] {
  if (words.every((word) => !word.includes('/'))) return [readCourse(words.join(' '), institutions)];
  return words.map((word) => readKey(word, institutions));
}

function readCourse(typed: string, institutions: readonly Institution[]): Wanted | CodedError {
  for (const institution of institutions) {
    const { text } = institution.readTyped(typed);
    const [now] = institution.currentTerms(Date.now());
    const request = now === undefined ? undefined : institution.searchRequest(now.term, text);
    if (request?.by === 'course' || request?.by === 'class') return { name: text, section: null, request };
  }
  return institutionsError('PMC_SECTION_KEY_INVALID', { key: typed.slice(0, 100) });
}

function readKey(text: string, institutions: readonly Institution[]): Wanted | CodedError {
  try {
    const { institution, term, classNumber } = readSectionKey(text, institutions);
    return { name: text, section: text, request: institutionById(institution)!.classRequest(term, classNumber) };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return error;
  }
}

/** A system that has not seen a section for long tells its last sure state as unknown. */
function outcomeOf(result: Checked): Checked['outcome'] {
  return result.outcome === 'seen' && result.state.status === 'unknown' ? 'unseen' : result.outcome;
}

function toJson(result: Checked): string {
  if (result.outcome === 'seen') return JSON.stringify(result.state);
  const { outcome, section, code, message } = result;
  return JSON.stringify(
    outcome === 'missing' ? { section, code, message } : { section, status: 'unknown', version: 0, code, message },
  );
}
