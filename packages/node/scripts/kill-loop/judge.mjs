/**
 * Compares what the workers said with what the store holds.
 *
 * How old an event was is measured twice: by the wall clock, and by what the worker itself still did after it. They
 * differ when the system had stopped the worker before it was killed, as it does on a machine with too much to do.
 *
 * @param {Array<{ id: string, tracked: Array<{ first: number, last: number, time: number }>, killedAt: number }>} workers
 * @param {string[]} keys of the events in the store, `<worker>:<count>`
 * @param {number} window ms before a kill in which an event may be lost
 */
export function judge(workers, keys, window) {
  const stored = new Set();
  let duplicates = 0;
  for (const key of keys) {
    if (stored.has(key)) duplicates++;
    stored.add(key);
  }
  const result = {
    tracked: 0,
    lost: 0,
    workersWithLoss: 0,
    lostBeyond: 0,
    lostBeyondByWallClock: 0,
    oldestLost: 0,
    oldestLostByWallClock: 0,
    duplicates,
  };
  for (const { id, tracked, killedAt } of workers) {
    const lastSign = tracked.at(-1)?.time;
    let lost = 0;
    for (const { first, last, time } of tracked) {
      for (let count = first; count <= last; count++) {
        result.tracked++;
        if (stored.has(`${id}:${count}`)) continue;
        lost++;
        if (lastSign - time > window) result.lostBeyond++;
        if (killedAt - time > window) result.lostBeyondByWallClock++;
        result.oldestLost = Math.max(result.oldestLost, lastSign - time);
        result.oldestLostByWallClock = Math.max(result.oldestLostByWallClock, killedAt - time);
      }
    }
    result.lost += lost;
    if (lost) result.workersWithLoss++;
  }
  return result;
}
