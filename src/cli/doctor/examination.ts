/** One check of the doctor. */
export interface Examination {
  name: string;
  /** The configured value. */
  said: string;
  /** Returns the finding. Rejects if something is wrong. */
  examine: () => Promise<string>;
}
