import type { Rejection } from '@pugmark/core';
import type { ReceivedBatch } from '../envelope.ts';
import type { StoredEvent } from '../event.ts';
import type { PlanTally } from '../live/plan-tally.ts';
import type { RejectedNumber } from '../stores/store.ts';
import { checkPlan, type PlanCheck } from './check-plan.ts';
import { clean } from './clean.ts';
import type { Device } from './device.ts';
import type { Marker } from './marks.ts';
import { type Limiter, rateLimit } from './rate-limit.ts';
import { rejectedNumbers } from './rejected-numbers.ts';
import { transform } from './transform.ts';
import { validate } from './validate.ts';

export interface StageContext {
  limiter: Limiter;
  marks: Marker;
  /** The tracking plan, where there is one. */
  plan?: { check: PlanCheck; tally: PlanTally } | undefined;
  /** The client's. */
  address: string;
  /** The client's, as its request tells. */
  device?: Device;
  /** Milliseconds. */
  receivedAt: number;
}

export interface StagedBatch {
  events: StoredEvent[];
  /** What the client is told. */
  rejected: Rejection[];
  /** What the store remembers of them. */
  rejectedNumbers: RejectedNumber[];
}

/** The stages of row B2, in their order. */
export function runStages(batch: ReceivedBatch, context: StageContext): StagedBatch {
  const { valid, invalid, rejected } = validate(batch.events);
  const { plan } = context;
  const held = plan && checkPlan(valid, plan.check, plan.tally.count);
  const cleaned = clean(held?.events ?? valid, held?.faults);
  const { receivedAt, device } = context;
  const arrival = {
    receivedAt,
    ...(device ? { device } : {}),
    ...(batch.sentAt === undefined ? {} : { sentAt: batch.sentAt }),
  };
  const events = transform(cleaned, arrival, context.marks);
  rateLimit(context.limiter, context.address, batch.events.length, context.receivedAt);
  return {
    events,
    rejected: held ? [...rejected, ...held.rejected] : rejected,
    rejectedNumbers: rejectedNumbers(invalid, held?.refused ?? []),
  };
}
