/** The filters of a search. */
import type { Conditions } from '../domain/conditions.ts';
import { meets } from '../domain/conditions.ts';
import type { Day, SectionState } from '../domain/section.ts';
import type { SearchQuery } from './contract/search.ts';

/** Returns whether a section passes the filters of the query. undefined: the query has none. */
export function filterOf(query: SearchQuery): ((state: SectionState) => boolean) | undefined {
  const { open, waitlist } = query;
  const conditions = conditionsOf(query);
  const byStatus = Boolean(open) || Boolean(waitlist);
  if (!byStatus && Object.keys(conditions).length === 0) return undefined;
  return (state) => (!byStatus || hasStatus(state, open, waitlist)) && meets(state, conditions);
}

/** Wishes for an open section and for one with a waitlist add up: either will do. */
function hasStatus({ status }: SectionState, open: SearchQuery['open'], waitlist: SearchQuery['waitlist']): boolean {
  if (status === 'unknown') return false;
  const wanted = [open === 'true' && 'open', waitlist === 'true' && 'waitlist'].filter((each) => each !== false);
  if (wanted.length > 0) return wanted.includes(status as 'open');
  return !(open === 'false' && status === 'open') && !(waitlist === 'false' && status === 'waitlist');
}

function conditionsOf({ days, after, before, mode, campus, instructor }: SearchQuery): Conditions {
  return {
    ...(days && { days: days.split(',') as Day[] }),
    ...(after && { after }),
    ...(before && { before }),
    ...(mode && { mode }),
    ...(campus && { campus }),
    ...(instructor && { instructor }),
  };
}
