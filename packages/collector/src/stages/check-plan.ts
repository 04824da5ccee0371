import type { Mask, Rejection, WireEvent } from '@pugmark/core';
import { masking } from '@pugmark/core/masking';
import { maskRules, type Plan } from '@pugmark/plan';
import { compileChecks } from '@pugmark/plan/validate';
import type { PlanFault } from '@pugmark/store';
import { cleanText } from './text.ts';
import { identify, type RejectedItem } from './validate.ts';

/** `observe` stores every event and marks what is wrong; `enforce` rejects what is wrong. */
export type PlanMode = 'observe' | 'enforce';

export interface PlanCheck {
  mode: PlanMode;
  /** What is wrong with an event, in text that a store can hold; undefined when it is right. */
  faultsOf(event: WireEvent): PlanFault[] | undefined;
  /** Masks the personal data that the plan names, once more: not every sender does. `undefined` when there is none. */
  mask?: Mask;
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
  const rules = maskRules(plan);
  const personal = new Set(Object.keys(rules));
  const knows = (eventName: string) => Object.hasOwn(plan.events, eventName);
  return {
    mode,
    knows,
    ...(personal.size > 0 ? { mask: masking(rules) } : {}),
    faultsOf(event) {
      // A client may leave out properties that an event does not have.
      const whole = event.properties ? event : { ...event, properties: {} };
      const faults = check(whole as unknown as Record<string, unknown>)?.slice(0, MAX_FAULTS);
      // Paths and messages repeat names and values as the client sent them.
      return faults?.map(({ path, message }) => ({
        path: cleanText(path, MAX_PATH),
        // The value itself stands in it.
        message: personal.has(nameOf(path)) ? PERSONAL : cleanText(message, MAX_MESSAGE),
      }));
    },
  };
}

const PERSONAL = 'is not what the plan says; the value is personal data and not shown';

/** The property that a fault is about. */
const nameOf = (path: string) => path.replace(/^properties\./, '').replace(/[.[].*$/s, '');

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
  rejected: RejectedItem[];
  /** Of every event, in order. */
  findings: PlanFinding[];
}

/** Holds events to the plan, as they came, since cleaning would hide what the client has to repair. */
export function checkPlan(events: WireEvent[], plan: PlanCheck): PlanChecked {
  const faults = new Map<WireEvent, PlanFault[]>();
  const rejected: RejectedItem[] = [];
  const findings: PlanFinding[] = [];
  const kept = events.filter((event) => {
    const found = plan.faultsOf(event);
    findings.push({ eventName: event.eventName, faults: found });
    if (!found) return true;
    if (plan.mode === 'observe') {
      faults.set(event, found);
      return true;
    }
    rejected.push({ event: maskEvent(event, plan), rejection: rejectionOf(event, found, plan) });
    return false;
  });
  return { events: kept, faults, rejected, findings };
}

/** As it is kept when it is rejected. */
function maskEvent(event: WireEvent, { mask }: PlanCheck): WireEvent {
  return mask && event.properties ? ({ ...event, properties: mask(event.properties) } as WireEvent) : event;
}

function rejectionOf(event: WireEvent, faults: PlanFault[], plan: PlanCheck): Rejection {
  return {
    ...identify(event),
    code: plan.knows(event.eventName) ? 'off_plan' : 'unknown_event',
    ...(faults[0] ? { path: faults[0].path } : {}),
    message: `${faults.map(({ path, message }) => `${path}: ${message}`).join('; ')}. Repair the code, or add it to the plan.`,
  };
}
