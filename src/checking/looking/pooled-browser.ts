/** The browsers of the pool: which of them gets the next look, and how they are doing. Pure. */

export interface PooledBrowser {
  /** How many it has under way. */
  looks: number;
  ready: boolean;
  /** How many looks a tab carries: those of HTTP/1.1 until the first answer has come. */
  carries: number;
}

/** Numbers of browsers; `queued` is the number of waiting requests. Shown by `GET /status`. */
export interface PoolStatus {
  total: number;
  available: number;
  busy: number;
  queued: number;
  overloaded: boolean;
  ready: boolean;
}

/**
 * The places of a browser with so many tabs. Three times as many looks as they carry keep their connections busy. By
 * default, that is also more than the scheduler has under way, so the second browser is launched only if the first is
 * away.
 */
export const placesOf =
  (tabs: number) =>
  (carries: number): number =>
    3 * tabs * carries;

/** `places`: how many looks a browser may have under way, if a tab of it carries so many. undefined: none is free. */
export function busiestWithPlace<Browser extends PooledBrowser>(
  browsers: readonly Browser[],
  places: (carries: number) => number,
): Browser | undefined {
  const free = browsers.filter(({ ready, looks, carries }) => ready && looks < places(carries));
  return free.sort((a, b) => b.looks - a.looks)[0];
}

/** `overloaded`: the queue is full. */
export function poolStatus(browsers: readonly PooledBrowser[], queued: number, overloaded: boolean): PoolStatus {
  const ready = browsers.filter((browser) => browser.ready);
  const busy = ready.filter(({ looks }) => looks > 0).length;
  const available = ready.length - busy;
  return { total: browsers.length, available, busy, queued, overloaded, ready: ready.length > 0 };
}
