import type { Rejection, WireEvent } from '@pugmark/core';
import type { Plan } from '@pugmark/plan';
import { compileChecks } from '@pugmark/plan/validate';
import type { PlanFault } from '@pugmark/store';
import { cleanText } from './text.ts';
import { identify } from './validate.ts';

/** `observe` stores every event and marks what is wrong; `enforce` rejects what is wrong. */
export type PlanMode = 'observe' | 'enforce';

export interface PlanCheck {
  mode: PlanMode;
  /** What is wrong with an event, in text that a store can hold; undefined when it is right. */
  faultsOf(event: WireEvent): PlanFault[] | undefined;
  /** Whether the plan has an event of this name. */
  knows(eventName: string): boolean;
}

/** Stored with an event: enough to repair the code by. */
const MAX_FAULTS = 16;
const MAX_PATH = 256;
const MAX_MESSAGE = 1024;

/** Compiles a plan once, for the whole life of a collector. */
export function createPlanCheck(plan: Plan, mode: PlanMode): PlanCheck {
  const check = compileChecks(plan);
  const knows = (eventName: string) => Object.hasOwn(plan.events, eventName);
  return {
    mode,
    knows,
    faultsOf(event) {
      // A client may leave out properties that an event does not have.
      const whole = event.properties ? event : { ...event, properties: {} };
      const faults = check(whole as unknown as Record<string, unknown>)?.slice(0, MAX_FAULTS);
      // Paths and messages repeat names and values as the client sent them.
      return faults?.map(({ path, message }) => ({
        path: cleanText(path, MAX_PATH),
        message: cleanText(message, MAX_MESSAGE),
      }));
    },
  };
}

/** What the plan says of one event. */
export interface PlanFinding {
  eventName: string;
  faults: PlanFault[] | undefined;
}

export interface PlanChecked {
  /** Those that go on. */
  events: WireEvent[];
  /** The faults of some of them, by event. */
  faults: ReadonlyMap<WireEvent, PlanFault[]>;
  /** Those that do not. */
  refused: WireEvent[];
  /** What is wrong with each of those. */
  rejected: Rejection[];
  /** Of every event, in order. */
  findings: PlanFinding[];
}

/** Holds events to the plan, as they came, since cleaning would hide what the client has to repair. */
export function checkPlan(events: WireEvent[], plan: PlanCheck): PlanChecked {
  const faults = new Map<WireEvent, PlanFault[]>();
  const refused: WireEvent[] = [];
  const rejected: Rejection[] = [];
  const findings: PlanFinding[] = [];
  const kept = events.filter((event) => {
    const found = plan.faultsOf(event);
    findings.push({ eventName: event.eventName, faults: found });
    if (!found) return true;
    if (plan.mode === 'observe') {
      faults.set(event, found);
      return true;
    }
    refused.push(event);
    rejected.push(rejectionOf(event, found, plan));
    return false;
  });
  return { events: kept, faults, refused, rejected, findings };
}

function rejectionOf(event: WireEvent, faults: PlanFault[], plan: PlanCheck): Rejection {
  return {
    ...identify(event),
    code: plan.knows(event.eventName) ? 'off_plan' : 'unknown_event',
    ...(faults[0] ? { path: faults[0].path } : {}),
    message: `${faults.map(({ path, message }) => `${path}: ${message}`).join('; ')}. Repair the code, or add it to the plan.`,
  };
}
