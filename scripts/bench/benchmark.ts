/** What a benchmark is, and what it may do while it runs. */

/** The measures of one round by name. The name says the unit: `messages/s`, `CPU ms/section`, `MB`. */
export type Figures = Readonly<Record<string, number>>;

/** The figures of one contender: for each measure the median of its rounds, the lowest and the highest. */
export type Summary = Readonly<Record<string, { median: number; min: number; max: number }>>;

export interface Comparison {
  title: string;
  rounds: number;
  /** By name, ours first. Each measures one round. They take turns, so that noise hits all of them. */
  contenders: Readonly<Record<string, () => Promise<Figures>>>;
  /** How the contenders were called and what the figures count, if the method of the benchmark does not say so. */
  note?: string;
}

/** Something that must be reached. Exactly one of `atLeast` and `atMost` is given. */
export interface Goal {
  what: string;
  value: number;
  atLeast?: number;
  atMost?: number;
  /** What bounds it, and what was tried, when it is not reached. */
  because?: string;
}

/** What a benchmark reports to. */
export interface Bench {
  /** The arguments after the name. */
  readonly args: readonly string[];
  /** Runs the rounds, and puts the table into the report. Returns the summary of each contender. */
  compare<Name extends string>(
    comparison: Comparison & { contenders: Readonly<Record<Name, () => Promise<Figures>>> },
  ): Promise<Record<Name, Summary>>;
  goal(goal: Goal): void;
  /** A sentence about the measurement for the report, such as a finding. Markdown. */
  note(sentence: string): void;
}

export interface Benchmark {
  /** What it measures, in one sentence. */
  readonly about: string;
  /** How it measures: what runs, how often, on which data, what is not counted. Markdown. */
  readonly method: string;
  /** Whether it needs the packages of scripts/bench/peers. They are installed first. */
  readonly peers: boolean;
  readonly run: (bench: Bench) => Promise<void>;
  /**
   * Ratios for the regression guard, by name: the smaller the better, and the same on a slow or busy machine. So they
   * compare counts, bytes or CPU time in one process, never wall time. They take a few seconds and need no peers.
   */
  readonly quick?: () => Promise<Figures>;
}
