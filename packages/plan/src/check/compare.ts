import type { Plan, PlanEvent } from '../model/plan.js';
import type { Path } from '../model/problem.js';
import type { Change } from './change.js';
import { compareProperties } from './compare-properties.js';

const WORDS = ['description', 'trigger', 'priority', 'owner', 'group'] as const;

export function comparePlans(before: Plan, after: Plan): Change[] {
  return [
    ...compareProperties(before.common, after.common, ['common']),
    ...compareMaps(before.events, after.events, 'events', 'event', true, compareEvent),
    ...compareMaps(before.metrics, after.metrics, 'metrics', 'metric', false, compareWhole),
    ...compareMaps(before.figures, after.figures, 'figures', 'figure', false, compareWhole),
    ...compareMaps(before.funnels, after.funnels, 'funnels', 'funnel', false, compareWhole),
  ];
}

function compareMaps<Value>(
  before: Record<string, Value>,
  after: Record<string, Value>,
  section: string,
  what: string,
  removalBreaks: boolean,
  compare: (before: Value, after: Value, path: Path) => Change[],
): Change[] {
  return Object.keys({ ...before, ...after }).flatMap((name): Change[] => {
    const path = [section, name];
    const [old, now] = [before[name], after[name]];
    if (now === undefined)
      return [{ breaking: removalBreaks, code: `${what}_removed`, path, message: `the ${what} is removed` }];
    if (old === undefined)
      return [{ breaking: false, code: `${what}_added`, path, message: `the ${what} is new` }];
    return compare(old, now, path);
  });
}

function compareEvent(before: PlanEvent, after: PlanEvent, path: Path): Change[] {
  const words = WORDS.filter((key) => before[key] !== after[key]).map((key) => ({
    breaking: false,
    code: `${key}_changed`,
    path: [...path, key],
    message: `${JSON.stringify(before[key]) ?? 'nothing'} → ${JSON.stringify(after[key]) ?? 'nothing'}`,
  }));
  return [...words, ...compareProperties(before.properties, after.properties, [...path, 'properties'])];
}

function compareWhole(before: unknown, after: unknown, path: Path): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ breaking: false, code: 'definition_changed', path, message: 'is defined differently' }];
}
