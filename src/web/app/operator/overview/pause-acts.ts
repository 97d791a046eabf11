/** To pause and to resume, with what follows from it. Pure. */
import type { PauseScope, PauseSwitch } from '../../../contract/operations.ts';
import type { OperatorApi } from '../api.ts';
import type { Act } from '../confirm/act.ts';

const PAUSED: Record<PauseScope, string> = {
  checks:
    'The source is not asked until somebody resumes: seats go out of date, and courses that nobody has looked at yet ' +
    'cannot be searched. Looks that have begun are finished.',
  notifications:
    'No message about a section is sent until somebody resumes. The messages wait, and none is lost. Sign-in links ' +
    'are still mailed.',
};
const RESUMED: Record<PauseScope, string> = {
  checks: 'What has become due meanwhile is looked at now, as fast as the request budget allows.',
  notifications: 'The messages that wait are sent now.',
};

export function pauseAct(what: PauseSwitch, api: Pick<OperatorApi, 'pause'>): Act {
  return { label: 'Pause', title: `Pause ${named(what)}`, effect: PAUSED[what.scope], run: () => api.pause(what) };
}

export function resumeAct(what: PauseSwitch, api: Pick<OperatorApi, 'resume'>): Act {
  return { label: 'Resume', title: `Resume ${named(what)}`, effect: RESUMED[what.scope], run: () => api.resume(what) };
}

/** Such as `checks, everywhere`. */
export function named({ scope, institution = 'everywhere' }: PauseSwitch): string {
  return `${scope}, ${institution}`;
}
