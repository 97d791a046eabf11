/** What a scheduler says of its pace. JSON-safe. */

export interface PaceReport {
  /** Requests a minute that it would take to look at every watched section once an interval. */
  askedPerMinute: number;
  /** Requests a minute that the budget allows. */
  allowedPerMinute: number;
  /** The interval that is set, in milliseconds. */
  intervalMs: number;
  /** The interval that results where students wait for a seat. Longer than the set one when the budget is short. */
  resultingMs: number;
  /** Watched sections: all, those that are `unknown`, and those whose look is long overdue. */
  watched: number;
  unknown: number;
  overdue: number;
  /** The sections that were asked for. One that is not watched is left out. */
  sections: SectionPace[];
}

export interface SectionPace {
  section: string;
  /** About how often it is looked at, in milliseconds. */
  intervalMs: number;
  /** About how long until the next look, in milliseconds. */
  nextInMs: number;
}
