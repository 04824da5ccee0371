/** Whole milliseconds since 1970, whatever test tools have put in the place of `Date.now`. */
export function readTime(): number {
  const time = Math.floor(Number(Date.now()));
  return time > 0 ? time : Math.floor(performance.timeOrigin + performance.now());
}
