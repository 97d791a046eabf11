/** Something that an operator can do, once it is confirmed. */
export interface Act {
  /** On the button, such as `Pause`. */
  label: string;
  /** The whole act, such as `Pause checks, asu`. */
  title: string;
  /** What follows from it, for the confirmation. */
  effect: string;
  run: () => Promise<unknown>;
}
