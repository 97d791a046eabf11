/** `pickmyclass check <section>… [--json]`: looks once and prints the states. */
import { parseArgs } from 'node:util';
import { startCampus } from './simulator.ts';
import { findBrowser } from '../browsers/find-browser.ts';
import type { Destination } from '../browsers/gate.ts';
import { launchGuarded } from '../browsers/guarded-browser.ts';
import type { Config } from '../config/config.ts';
import { observe } from '../domain/change.ts';
import type { SectionKey, SectionState } from '../domain/section.ts';
import { formatSectionKey, parseSectionKey } from '../domain/section.ts';
import { browsersError } from '../browsers/errors.ts';
import { cliError } from './errors.ts';
import { institutionsError } from '../institutions/errors.ts';
import { CodedError } from '../runtime/index.ts';
import { driverById, institutionById, permissionOf } from '../institutions/index.ts';
import type { SourceTab } from '../institutions/institution.ts';
import { complain } from './complain.ts';
import { describe } from './describe.ts';

/** What became of one section: its state, or why there is none. */
export type Checked =
  | { outcome: 'seen'; state: SectionState }
  | { outcome: 'missing' | 'unseen'; section: string; code: string; message: string };

const EXIT = { badKey: 2, missing: 3, unseen: 4 } as const;

export async function check(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    strict: true,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw cliError('PMC_COMMAND_UNKNOWN', { what: '"check" without a section' });
  const keys = positionals.map(readKey);
  const bad = keys.filter((key): key is CodedError => key instanceof CodedError);
  if (bad.length > 0) {
    for (const error of bad) complain(error);
    return EXIT.badKey;
  }
  const results = await look(keys as SectionKey[], config);
  for (const result of results) process.stdout.write(`${values.json === true ? toJson(result) : describe(result)}\n`);
  const outcomes = new Set(results.map(({ outcome }) => outcome));
  return outcomes.has('missing') ? EXIT.missing : outcomes.has('unseen') ? EXIT.unseen : 0;
}

function readKey(text: string): SectionKey | CodedError {
  const key = parseSectionKey(text);
  if (key === undefined) return institutionsError('PMC_SECTION_KEY_INVALID', { key: text.slice(0, 100) });
  return institutionById(key.institution) === undefined
    ? institutionsError('PMC_INSTITUTION_UNKNOWN', { institution: key.institution, known: 'asu' })
    : key;
}

function toJson(result: Checked): string {
  if (result.outcome === 'seen') return JSON.stringify(result.state);
  const { outcome, section, code, message } = result;
  return JSON.stringify(
    outcome === 'missing' ? { section, code, message } : { section, status: 'unknown', version: 0, code, message },
  );
}

async function look(keys: SectionKey[], config: Config): Promise<Checked[]> {
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
  const [plan] = institution.plan([{ section, ...key, course: null, failures: 0 }]);
  try {
    const reading = institution.read(plan!.request, await tab.look(plan!.request, () => undefined));
    if (reading.outcome === 'unrecognised')
      throw institutionsError('PMC_SOURCE_UNRECOGNISED', { request: plan!.request.id, reason: reading.reason });
    const seen = reading.sections.find(({ term, classNumber }) => term === key.term && classNumber === key.classNumber);
    if (seen === undefined)
      return { outcome: 'missing', section, ...tell(institutionsError('PMC_SECTION_NOT_FOUND', { section })) };
    return { outcome: 'seen', state: observe(key.institution, null, seen, new Date().toISOString()).state };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { outcome: 'unseen', section, ...tell(error) };
  }
}

function tell({ code, message }: CodedError): { code: string; message: string } {
  return { code, message };
}
