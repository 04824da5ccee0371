import type { Rejection } from '@pugmark/core';
import type { ReceivedBatch } from '../envelope.ts';
import type { StoredEvent } from '../event.ts';
import { clean } from './clean.ts';
import type { Marker } from './marks.ts';
import { type Limiter, rateLimit } from './rate-limit.ts';
import { transform } from './transform.ts';
import { validate } from './validate.ts';

export interface StageContext {
  limiter: Limiter;
  marks: Marker;
  /** The client's. */
  address: string;
  /** Milliseconds. */
  receivedAt: number;
}

export interface StagedBatch {
  events: StoredEvent[];
  rejected: Rejection[];
}

/** The stages of row B2, in their order. */
export function runStages(batch: ReceivedBatch, context: StageContext): StagedBatch {
  const { valid, rejected } = validate(batch.events);
  const cleaned = clean(valid);
  const events = transform(cleaned, { ...batch, receivedAt: context.receivedAt }, context.marks);
  rateLimit(context.limiter, context.address, batch.events.length, context.receivedAt);
  return { events, rejected };
}
