/** What one beat says. */
export interface Beat {
  /** Default `true`. */
  isOnline?: boolean | undefined;
  /** How long it was on its way, in ms. */
  latency?: number | undefined;
}

/** From and to, in ms since 1970. */
export type Gap = [from: number, to: number];

/** Many beats of one source in few numbers. */
export interface BeatSummary {
  count: number;
  /** Share of the beats that said online, from 0 to 1; absent without a beat. */
  onlineShare?: number;
  /** ms; absent where no beat had a latency. */
  latencyMin?: number;
  latencyMean?: number;
  latencyMax?: number;
  /** Silences that were longer than they may be, the latest ones; the last may go on. */
  gaps: Gap[];
}

/** Gaps that one summary lists at most. */
const MAX_GAPS = 50;

export interface BeatCounter {
  add_(beat: Beat, now: number): void;
  /** The summary so far; counting begins anew. */
  take_(now: number): BeatSummary;
  /** When the latest beat came. */
  latestAt_(): number;
}

/**
 * Counts the beats of one source.
 *
 * @param since When the source is expected to begin, in ms since 1970.
 * @param longest The longest silence that is no gap, in ms.
 */
export function createBeatCounter(since: number, longest: number): BeatCounter {
  let latest = since;
  /** A silence is told once, also when it reaches into the next summary. */
  let toldUntil = since;
  let beats: Beat[] = [];
  let gaps: Gap[] = [];

  const noteGap = (now: number) => {
    if (now - latest <= longest) return;
    const last = gaps[gaps.length - 1];
    // What was told as going on is told anew with its end.
    if (last && last[0] === latest) last[1] = now;
    else gaps.push([latest, now]);
    if (gaps.length > MAX_GAPS) gaps = gaps.slice(-MAX_GAPS);
    toldUntil = now;
  };

  return {
    add_(beat, now) {
      noteGap(now);
      // A clock that was set back makes no silence.
      latest = now;
      beats.push(beat);
    },
    take_(now) {
      if (!beats[0] && toldUntil < latest + longest) noteGap(now);
      const summary = summarise(beats, gaps);
      beats = [];
      gaps = [];
      return summary;
    },
    latestAt_: () => latest,
  };
}

function summarise(beats: readonly Beat[], gaps: Gap[]): BeatSummary {
  const count = beats.length;
  const latencies: number[] = [];
  let online = 0;
  for (const { isOnline, latency } of beats) {
    if (isOnline !== false) online++;
    if (typeof latency === 'number' && latency >= 0) latencies.push(latency);
  }
  const summary: BeatSummary = { count, gaps };
  if (count) summary.onlineShare = online / count;
  if (latencies[0] === undefined) return summary;
  let sum = 0;
  let min = Infinity;
  let max = 0;
  for (const latency of latencies) {
    sum += latency;
    min = Math.min(min, latency);
    max = Math.max(max, latency);
  }
  summary.latencyMin = min;
  summary.latencyMean = sum / latencies.length;
  summary.latencyMax = max;
  return summary;
}
