/** One check of the doctor. */
export interface Examination {
  name: string;
  /** The configured value. */
  said: string;
  /** Returns the finding. Rejects if something does not work. */
  examine: () => Promise<string | Warning>;
}

/** A finding about a part that works, but not as well as it should. */
export interface Warning {
  warning: string;
}
