/** `pickmyclass check <section>… [--json]`: checks the sections once and prints their states. */
import { parseArgs } from 'node:util';
import { startCampus } from './simulator.ts';
import { findBrowser } from '../browsers/find-browser.ts';
import type { Destination } from '../browsers/gate.ts';
import { launchGuarded } from '../browsers/guarded-browser.ts';
import { checkingError } from '../checking/errors.ts';
import { compare } from '../checking/looking/compare.ts';
import { fetchAnswer } from '../checking/looking/fetch-answer.ts';
import { look } from '../checking/looking/look.ts';
import type { Pipeline } from '../checking/looking/look.ts';
import type { Config } from '../config/config.ts';
import type { SectionKey } from '../domain/section.ts';
import { formatSectionKey } from '../domain/section.ts';
import { browsersError } from '../browsers/errors.ts';
import { cliError } from './errors.ts';
import { institutionsError } from '../institutions/errors.ts';
import { CodedError } from '../runtime/index.ts';
import { driverById, institutionById, permissionOf } from '../institutions/index.ts';
import type { Institution, SourceTab } from '../institutions/institution.ts';
import { readSectionKey } from '../institutions/section-key.ts';
import { complain } from './complain.ts';
import type { Checked } from './describe.ts';
import { describe } from './describe.ts';

const EXIT = { badKey: 2, missing: 3, unseen: 4 } as const;

export async function check(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    strict: true,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw cliError('PMC_COMMAND_UNKNOWN', { what: '"check" without a section' });
  const institutions = config.institutions.map((id) => institutionById(id)!);
  const keys = positionals.map((text) => readKey(text, institutions));
  const bad = keys.filter((key): key is CodedError => key instanceof CodedError);
  if (bad.length > 0) {
    for (const error of bad) complain(error);
    return EXIT.badKey;
  }
  const results = await lookAtAll(keys as SectionKey[], config);
  for (const result of results) process.stdout.write(`${values.json === true ? toJson(result) : describe(result)}\n`);
  const outcomes = new Set(results.map(({ outcome }) => outcome));
  return outcomes.has('missing') ? EXIT.missing : outcomes.has('unseen') ? EXIT.unseen : 0;
}

function readKey(text: string, institutions: readonly Institution[]): SectionKey | CodedError {
  try {
    return readSectionKey(text, institutions);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return error;
  }
}

function toJson(result: Checked): string {
  if (result.outcome === 'seen') return JSON.stringify(result.state);
  const { outcome, section, code, message } = result;
  return JSON.stringify(
    outcome === 'missing' ? { section, code, message } : { section, status: 'unknown', version: 0, code, message },
  );
}

async function lookAtAll(keys: SectionKey[], config: Config): Promise<Checked[]> {
  const { path, tried } = findBrowser(config.browsers.chromePath, process.env);
  if (path === undefined) throw browsersError('PMC_BROWSER_NOT_FOUND', { tried });
  const campus = config.asu.catalogUrl === null ? await startCampus({ port: 0 }) : null;
  if (campus !== null) process.stderr.write('No source is configured: looking at the simulated campus.\n');
  const source = {
    catalogUrl: config.asu.catalogUrl ?? campus!.catalogUrl,
    apiUrl: config.asu.apiUrl,
    timeoutMs: config.checking.timeoutMs,
  };
  const onRefused = ({ hostname, port }: Destination): void => {
    process.stderr.write(`${browsersError('PMC_SOURCE_HOST_REFUSED', { host: `${hostname}:${port}` }).message}\n`);
  };
  const launched = await launchGuarded(path, {
    permissionFor: (destination) => permissionOf({ asu: source }, destination),
    onRefused,
  });
  try {
    const results: Checked[] = [];
    for (const key of keys) {
      const tab = await driverById(key.institution)!.openTab(await launched.newPage(), source, () =>
        launched.newPage(),
      );
      results.push(await lookAt(tab, key));
      await tab.close();
    }
    return results;
  } finally {
    await launched.close();
    await campus?.close();
  }
}

async function lookAt(tab: SourceTab, key: SectionKey): Promise<Checked> {
  const section = formatSectionKey(key);
  const institution = institutionById(key.institution)!;
  const pipeline: Pipeline = {
    fetch: (request) => fetchAnswer((onRequest) => tab.look(request, onRequest)),
    compare: async (job) => compare(job, institution),
    now: Date.now,
  };
  const result = await look(pipeline, institution.classRequest(key.term, key.classNumber), [{ section, state: null }]);
  if (result.outcome !== 'answered') return { outcome: 'unseen', section, code: result.code, message: result.message };
  const observed = result.observed.find(({ state }) => state.section === section);
  if (observed !== undefined) return { outcome: 'seen', state: observed.state };
  const unsure = result.unsure.find((each) => each.section === section);
  return unsure === undefined
    ? { outcome: 'missing', section, ...told(institutionsError('PMC_SECTION_NOT_FOUND', { section })) }
    : { outcome: 'unseen', section, ...told(checkingError('PMC_SECTION_UNSURE', { section, reason: unsure.reason })) };
}

function told({ code, message }: CodedError): { code: string; message: string } {
  return { code, message };
}
