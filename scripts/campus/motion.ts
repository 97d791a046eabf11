/** Something that changes the campus as time goes by, and can be held. */
export interface Motion {
  readonly running: boolean;
  start(): void;
  stop(): void;
}
