/** What an operator can tell a node to do with a part of it. */

export type Order =
  /** Restart an actor or a supervisor. */
  | { do: 'restart'; path: string }
  /** Make an actor fail, to try what happens then. */
  | { do: 'crash'; path: string }
  /** Close a circuit breaker, or open it for a while. */
  | { do: 'close-breaker' | 'open-breaker'; path: string }
  /** Replace the Chromium of a browser when its looks are done. */
  | { do: 'retire'; path: string };

/** Carries out an order. Returns false if there is nothing at its path that it could be done with. */
export type Control = (order: Order) => boolean;
