/** CPU time of one piece of code for that of another one. The ratio is the same on a slow or busy machine. */

const ROUNDS = 7;

/** Runs both in turns, and returns the ratio of their least CPU times. */
export function cpuRatio(work: () => void, floor: () => void): number {
  let [least, leastOfFloor] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1) {
    leastOfFloor = Math.min(leastOfFloor, cpuMs(floor));
    least = Math.min(least, cpuMs(work));
  }
  return least / leastOfFloor;
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
