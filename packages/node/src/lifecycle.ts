import type { Stats } from '@pugmark/core';
import { processWide } from './process-wide.js';

export interface AtEnd {
  stats(): Stats;
  /** Delivers what waits, and keeps the process alive for as long. */
  deliver(): Promise<unknown>;
  stop(): Promise<unknown>;
  handleSignals: boolean;
}

/** Delivers before the process ends by itself, and by option before a signal ends it. Returns what undoes it. */
export function atProcessEnd({ stats, deliver, stop, handleSignals }: AtEnd): () => void {
  let attemptedAt = -1;
  const beforeExit = () => {
    const { tracked, queued } = stats();
    // Node calls again once the delivery is over: without a new event it was the last attempt.
    if (!queued || tracked === attemptedAt) return;
    attemptedAt = tracked;
    void deliver();
  };
  process.on('beforeExit', beforeExit);
  if (handleSignals) addStop(stop);
  return () => {
    process.off('beforeExit', beforeExit);
    stops.delete(stop);
    if (!stops.size) listen('off');
  };
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Of all trackers of the process: the signal is raised again once, when the last of them has stopped. */
const { stops, onSignal } = processWide('signals', () => {
  const stops = new Set<() => Promise<unknown>>();
  const onSignal = async (signal: NodeJS.Signals) => {
    // Each takes itself out at once, so that a second signal has its usual effect.
    await Promise.all([...stops].map((stop) => stop()));
    if (!process.listenerCount(signal)) process.kill(process.pid, signal);
  };
  return { stops, onSignal };
});

function listen(method: 'on' | 'off'): void {
  for (const signal of SIGNALS) process[method](signal, onSignal);
}

function addStop(stop: () => Promise<unknown>): void {
  if (!stops.size) listen('on');
  stops.add(stop);
}
