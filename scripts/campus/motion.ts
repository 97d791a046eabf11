/** Something that changes the campus over time and can be paused. */
export interface Motion {
  readonly running: boolean;
  start(): void;
  stop(): void;
}
