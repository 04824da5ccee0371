import type { PlanFault } from '@pugmark/store';
import type { Sink } from '../sink.ts';
import type { PlanCheck, PlanMode } from '../stages/check-plan.ts';

/** What the plan check found since the start of this process. An event that is sent again counts again. */
export interface PlanReport {
  mode: PlanMode;
  checked: number;
  /** Events that the plan has, with something wrong. */
  faulty: number;
  /** Events that the plan does not have. */
  unknown: number;
  /** Those with something wrong, the most frequent first. */
  events: PlanCount[];
}

export interface PlanCount {
  eventName: string;
  isKnown: boolean;
  count: number;
  /** How often each fault was found, by its path. */
  paths: Record<string, number>;
}

export interface PlanTally extends Sink {
  report(): PlanReport;
}

/** Names come from clients, so their number has to end somewhere. */
const MAX_NAMES = 200;
const MAX_PATHS = 50;

export function createPlanTally({ mode, knows }: Pick<PlanCheck, 'mode' | 'knows'>): PlanTally {
  const counts = new Map<string, PlanCount>();
  const total = { checked: 0, faulty: 0, unknown: 0 };

  function count(eventName: string, faults: PlanFault[] | undefined): void {
    total.checked++;
    if (!faults) return;
    const isKnown = knows(eventName);
    if (isKnown) total.faulty++;
    else total.unknown++;
    const known = counts.get(eventName);
    if (!known && counts.size >= MAX_NAMES) return;
    const entry = known ?? { eventName, isKnown, count: 0, paths: Object.create(null) };
    counts.set(eventName, entry);
    entry.count++;
    for (const { path } of faults) {
      if (path in entry.paths || Object.keys(entry.paths).length < MAX_PATHS)
        entry.paths[path] = (entry.paths[path] ?? 0) + 1;
    }
  }

  return {
    name: 'plan tally',
    accept(_, { findings }) {
      for (const { eventName, faults } of findings) count(eventName, faults);
    },
    report: () => ({
      mode,
      ...total,
      events: [...counts.values()].sort((a, b) => b.count - a.count),
    }),
  };
}
