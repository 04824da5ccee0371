import { checkNames } from '../check/check-names.js';
import { readPlan } from '../format/read-plan.js';
import type { EventSource, PlanSource, PropertySource } from '../model/plan-source.js';
import type { Path } from '../model/problem.js';
import { isMap } from '../model/value.js';

/** Something of the source that the plan does not say. */
export interface Unmapped {
  file: string;
  /** A path in a schema, such as `#/properties/amount`, or the line of a table. */
  at: string;
  message: string;
}

/** A plan in the making. `origin` remembers where each part was read. */
export interface Draft {
  common: Record<string, PropertySource>;
  events: Record<string, MutableEvent>;
  origin: Map<string, Omit<Unmapped, 'message'>>;
  unmapped: Unmapped[];
}

export type MutableEvent = { -readonly [Key in keyof EventSource]: EventSource[Key] } & {
  properties: Record<string, PropertySource>;
};

export function createDraft(): Draft {
  return { common: {}, events: {}, origin: new Map(), unmapped: [] };
}

export const originKey = (path: Path) => JSON.stringify(path);

/** Takes out of the draft, with a report, whatever a plan may not hold, until the rest is a right plan. */
export function settle(draft: Draft, head: Omit<PlanSource, 'events'>) {
  for (;;) {
    const source = { ...head, ...(Object.keys(draft.common).length > 0 && { common: draft.common }) };
    const whole = { ...source, events: draft.events };
    const { plan, problems } = readPlan(whole);
    const [wrong] = problems.length > 0 ? problems : checkNames(plan);
    if (!wrong) return whole;
    if (!remove(whole, wrong.path)) throw new Error(`the plan would be wrong: ${wrong.message}`);
    draft.unmapped.push({ ...originOf(draft, wrong.path), message: `left out: ${wrong.message}` });
  }
}

function originOf(draft: Draft, path: Path): Omit<Unmapped, 'message'> {
  for (let length = path.length; length > 0; length -= 1) {
    const origin = draft.origin.get(originKey(path.slice(0, length)));
    if (origin) return origin;
  }
  return { file: '', at: path.join('.') };
}

function remove(value: unknown, path: Path): boolean {
  const [key, ...rest] = path;
  if (key === undefined || !isMap(value)) return false;
  const inner = value[key];
  // One value of a list is no part of its own: the list goes.
  if (rest.length > 0 && isMap(inner)) return remove(inner, rest);
  if (!Object.hasOwn(value, key)) return false;
  delete value[key];
  return true;
}
