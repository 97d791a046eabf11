/**
 * Goes through all faults of the campus and kills the real program again and again, then compares everything that the
 * program reported with the truth. Exits with 1 when it reported a change that the campus never showed, or missed a
 * change.
 * Run: npm run chaos [-- --minutes 10 --seed 1]
 */
import { parseArgs } from 'node:util';
import { FAULTS_IN_TURN } from './faults.ts';
import { runChaos } from './run.ts';

const KILL_SECONDS = 30;
/** The share of the fault in the time of a fault and the calm after it. */
const FAULT_SHARE = 0.55;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
const secondsEach = (60 * Number(values.minutes)) / FAULTS_IN_TURN.length;
const startedAt = Date.now();
const { untrue, doubled, strangers, missed, unsettledExamples, ...figures } = await runChaos({
  seed: Number(values.seed),
  faultSeconds: secondsEach * FAULT_SHARE,
  calmSeconds: secondsEach * (1 - FAULT_SHARE),
  killSeconds: KILL_SECONDS,
  say: (line) => {
    process.stdout.write(`${((Date.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${line}\n`);
  },
});
process.stdout.write(`${JSON.stringify({ ...figures, repeated: figures.repeated.length }, null, 2)}\n`);
const faults = {
  'never shown by the campus': untrue,
  'told twice, as two mails': doubled,
  'told to somebody who did not ask for it': strangers,
  'an opening in calm times that was not told': missed,
  'still wrong in the end': unsettledExamples,
};
for (const [what, found] of Object.entries(faults))
  for (const each of found) process.stdout.write(`${what}: ${each}\n`);
process.exitCode = Object.values(faults).some((found) => found.length > 0) || figures.lostWatches > 0 ? 1 : 0;
