import type { Rejection } from '@pugmark/core';
import type { RejectedNumber, StoredEvent } from '@pugmark/store';
import { checkPlan, type PlanCheck, type PlanFinding } from './check-plan.ts';
import { clean } from './clean.ts';
import type { Marker } from './marks.ts';
import { rejectedNumbers } from './rejected-numbers.ts';
import { type Arrival, transform } from './transform.ts';
import { validate } from './validate.ts';

export interface StageContext extends Arrival {
  marks: Marker;
  /** The tracking plan, where there is one. */
  plan?: PlanCheck | undefined;
}

export interface StagedBatch {
  events: StoredEvent[];
  /** What the client is told. */
  rejected: Rejection[];
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
  const { valid, invalid, rejected } = validate(received);
  const planned = context.plan && checkPlan(valid, context.plan);
  const cleaned = clean(planned?.events ?? valid, planned?.faults);
  return {
    events: transform(cleaned, context, context.marks),
    rejected: planned ? [...rejected, ...planned.rejected] : rejected,
    rejectedNumbers: rejectedNumbers(invalid, planned?.refused ?? []),
    findings: planned?.findings ?? [],
  };
}
