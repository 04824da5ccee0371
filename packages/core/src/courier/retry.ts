/** The shortest bound of a wait, in ms. */
const FLOOR = 1000;
/** The longest wait of our own choosing, in ms. */
const CAP = 60_000;
/** Failures in a row that are waited out with full jitter. */
const FIRST = 2;

/**
 * When the next request may begin after failures. A wait is at most as long as the outage so far, so that an outage of
 * d seconds is over for a page within about d more, and at most a minute. It is drawn at random, so that many pages do
 * not come back together (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015): the first two
 * from the whole range, later ones from its upper part, so that ten minutes of outage see 30 requests at most.
 */
export interface Retry {
  /** Notes a failure. @param floor What the server asked for, in ms; `Infinity`: until something changes. */
  fail_(now: number, floor: number): void;
  /** Notes a success. Answers whether there were failures before. */
  succeed_(): boolean;
  /** Failures in a row. */
  failures_(): number;
  /** ms until a request may begin; 0: now. */
  wait_(now: number): number;
  /** ms that the server has asked for, of those; 0 while the host asks; `Infinity`: until something changes. */
  serverWait_(now: number): number;
  /** The host asks for everything, whatever the server has named, until it says `-1` as often as `1`. */
  force_(change: 1 | -1): void;
  /** Something has changed: only the time that the server has named still holds. */
  hurry_(): void;
  /** The wait is over, whatever a clock that was set back says. */
  reset_(): void;
}

/** @param random Draws a number from 0 to 1. */
export function createRetry(random: () => number): Retry {
  let failures = 0;
  let since = 0;
  let notBefore = 0;
  let serverFloor = 0;
  let failedAt = 0;
  let forced = 0;
  /** Until something changes: beside a time that the server has named, which holds longer. */
  let isHeld = false;

  /** A clock that was set back must not prolong a wait: all times are set back with it. */
  const follow = (now: number) => {
    const back = failedAt - now;
    if (back <= 0) return;
    failedAt -= back;
    since -= back;
    notBefore -= back;
    serverFloor -= back;
  };
  const serverWait = (now: number) => {
    follow(now);
    if (forced) return 0;
    return isHeld ? Infinity : Math.max(0, serverFloor - now);
  };

  return {
    fail_(now, floor) {
      follow(now);
      failedAt = now;
      // Requests that were on their way together have failed together: that is one failure.
      if (now >= notBefore) failures++;
      if (failures < 2) since = now;
      const range = Math.max(FLOOR, Math.min(CAP, now - since));
      const share = random();
      notBefore = now + range * (failures > FIRST ? 0.6 + 0.4 * share : share);
      isHeld = floor === Infinity;
      if (!isHeld) serverFloor = Math.max(serverFloor, now + floor);
    },
    succeed_() {
      const wasFailing = failures > 0;
      failures = notBefore = serverFloor = 0;
      isHeld = false;
      return wasFailing;
    },
    failures_: () => failures,
    wait_: (now) => Math.max(serverWait(now), notBefore - now),
    serverWait_: serverWait,
    force_(change) {
      forced += change;
    },
    hurry_() {
      notBefore = 0;
      isHeld = false;
    },
    reset_() {
      notBefore = serverFloor = 0;
      isHeld = false;
    },
  };
}
