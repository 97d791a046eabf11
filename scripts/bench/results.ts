/** The last report of each benchmark, which the reference shows. They are in the repository, one file each. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { format } from 'prettier';
import { filesUnder } from '../docs/files.ts';
import type { Report } from './report.ts';

const REFERENCE = 'docs/reference';
const FOLDER = join(REFERENCE, 'performance');

export async function saveReport(report: Report): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${report.name}.json`), await asJson(report));
}

/** Returns the reports by the name of their benchmark. */
export function readReports(): Map<string, Report> {
  const files = filesUnder(REFERENCE, '.json');
  return new Map(files.map((path) => [basename(path, '.json'), JSON.parse(readFileSync(path, 'utf8')) as Report]));
}

/** JSON in the layout of this repository. */
export async function asJson(value: unknown): Promise<string> {
  return format(JSON.stringify(value), { parser: 'json', printWidth: 120 });
}
