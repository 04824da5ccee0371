import type { RejectedNumber, StoredEvent } from '@pugmark/store';
import { checkPlan, type PlanCheck, type PlanFinding } from './check-plan.ts';
import { type CleanEvent, clean } from './clean.ts';
import type { Marker } from './marks.ts';
import { rejectedNumbers } from './rejected-numbers.ts';
import { type Arrival, transform } from './transform.ts';
import { type RejectedItem, validate } from './validate.ts';

export interface StageContext extends Arrival {
  marks: Marker;
  /** The tracking plan, where there is one. */
  plan?: PlanCheck | undefined;
}

export interface StagedBatch {
  events: StoredEvent[];
  /** What is not stored, and what the client is told. */
  rejected: RejectedItem[];
  /** What the store remembers of them. */
  rejectedNumbers: RejectedNumber[];
  /** What the plan says of each event. */
  findings: PlanFinding[];
}

/**
 * Events as they came, to events as they are stored: validate, hold to the plan, clean, transform. A stage refuses
 * single events, never the request, and counts nothing: whether the batch is committed is not known yet.
 */
export function runStages(received: unknown[], context: StageContext): StagedBatch {
  const { valid, rejected: invalid } = validate(received);
  const planned = context.plan && checkPlan(valid, context.plan);
  const cleaned = clean(planned?.events ?? valid, planned?.faults);
  const mask = context.plan?.mask;
  if (mask)
    for (const event of cleaned) event.properties = mask(event.properties) as CleanEvent['properties'];
  const rejected = planned ? [...invalid, ...planned.rejected] : invalid;
  return {
    events: transform(cleaned, context, context.marks),
    rejected,
    rejectedNumbers: rejectedNumbers(rejected.map(({ event }) => event)),
    findings: planned?.findings ?? [],
  };
}
