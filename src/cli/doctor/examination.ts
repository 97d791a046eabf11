/** One thing that the doctor looks at. */
export interface Examination {
  name: string;
  /** What is configured. */
  said: string;
  /** Returns the finding. Rejects with what is wrong. */
  examine: () => Promise<string>;
}
