/** Describes in words what results from a short request budget. Pure. */
import type { Translate } from '../../../../words/typed.ts';
import type { Pace } from '../../../contract/nodes.ts';
import { aboutSeconds } from '../../shared/stats-words.ts';

/** `named`: says of which institution, because there are several. */
export function paceSentence(pace: Pace, named: boolean, t: Translate): string {
  const { institution, askedPerMinute, allowedPerMinute, intervalSeconds, resultingSeconds } = pace;
  const asked = Math.round(askedPerMinute).toLocaleString('en-US');
  const allowed = Math.round(allowedPerMinute).toLocaleString('en-US');
  return (
    `The budget is short${named ? ` for ${institution}` : ''}: asked ${asked}/min, allowed ${allowed}/min. Looks ` +
    `every ${aboutSeconds(resultingSeconds, t)} instead of ${aboutSeconds(intervalSeconds, t)}.`
  );
}
