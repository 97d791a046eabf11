/** Which children a failure affects, and whether a child is restarted. Pure. */
import type { Restart, Strategy } from './child-spec.ts';

/** Returns the children to stop (in reverse) and start again (in this order) when `failed` is restarted. */
export function affectedBy<Child>(strategy: Strategy, siblings: readonly Child[], failed: Child): readonly Child[] {
  switch (strategy) {
    case 'one-for-one':
      return [failed];
    case 'one-for-all':
      return siblings;
    case 'rest-for-one':
      return siblings.slice(siblings.indexOf(failed));
    default:
      return strategy satisfies never;
  }
}

/** Returns whether a child that has failed or finished is started again. */
export function comesBack(restart: Restart, ended: 'failed' | 'finished'): boolean {
  switch (restart) {
    case 'permanent':
      return true;
    case 'transient':
      return ended === 'failed';
    case 'temporary':
      return false;
    default:
      return restart satisfies never;
  }
}
