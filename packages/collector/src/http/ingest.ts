import type { Answer, Rejection } from '@pugmark/core';
import {
  type GroupCommit,
  type GroupCommitted,
  type RefusalCode,
  type RefusedEvent,
  StoreUnavailableError,
  type Submission,
} from '@pugmark/store';
import type { Context } from 'hono';
import { type EnvelopeLimits, openEnvelope, openSingleEvent, type ReceivedBatch } from '../envelope.ts';
import { callHost } from '../guard.ts';
import type { Hub } from '../live/hub.ts';
import type { PlanTally } from '../live/plan-tally.ts';
import type { Tally } from '../live/tally.ts';
import type { Settings } from '../options.ts';
import { refuse } from '../refusal.ts';
import type { PlanCheck } from '../stages/check-plan.ts';
import type { DailyIds } from '../stages/daily-id.ts';
import type { DeviceReader } from '../stages/device.ts';
import type { Marker } from '../stages/marks.ts';
import type { Limiter } from '../stages/rate-limit.ts';
import { runStages, type StagedBatch } from '../stages/run.ts';
import { readBody } from './body.ts';
import type { BodyBudget } from './body-budget.ts';
import { checkOrigin } from './cors.ts';
import { clientAddress, type Environment } from './environment.ts';
import { parseJson } from './json.ts';
import { matchesAny } from './secret.ts';

export interface IngestParts {
  settings: Settings;
  groupCommit: GroupCommit;
  bodies: BodyBudget;
  /** By client address. */
  limits: { events: Limiter; bytes: Limiter };
  marks: Marker;
  devices: DeviceReader;
  dailyIds: DailyIds;
  hub: Hub;
  tally: Tally;
  plan?: { check: PlanCheck; tally: PlanTally } | undefined;
}

/** The two forms of a body: an envelope, or one event. */
export type BodyForm = 'batch' | 'single';

/** One request from its bytes to its answer. Nothing is acknowledged before the store has committed. */
export async function ingest(
  context: Context<Environment>,
  form: BodyForm,
  parts: IngestParts,
): Promise<Response> {
  const { settings } = parts;
  const request = context.req.raw;
  checkOrigin(context.req.header('origin'), settings.allowOrigin);
  const headerKey = context.req.header('x-pugmark-key');
  // Refused before the body is read; without the header, the key may stand in the envelope.
  if (headerKey !== undefined) checkKey(headerKey, settings.writeKeys);
  const address = clientAddress(context, settings.trustProxy);
  const body = await readBody(request, settings, { budget: parts.bodies, address });
  const json = parseJson(body);
  const batch = form === 'batch' ? openEnvelope(json, limitsOf(settings)) : openSingleEvent(json);
  if (headerKey === undefined) checkKey(batch.key, settings.writeKeys);
  const receivedAt = settings.now();
  const bytes = body.length + batch.expanded;
  limitRate(parts.limits, { address, batch, bytes, now: receivedAt });
  const userAgent = context.req.header('user-agent');
  const device = parts.devices(userAgent);
  const sender = { address, userAgent, origin: context.req.header('origin'), receivedAt };
  const staged = runStages(parts.dailyIds(batch.events, sender), {
    receivedAt,
    marks: parts.marks,
    plan: parts.plan?.check,
    ...(device ? { device } : {}),
    ...(batch.sentAt === undefined ? {} : { sentAt: batch.sentAt }),
  });
  const committed = await commit(parts, {
    batch: {
      events: staged.events,
      dropped: batch.dropped,
      rejected: staged.rejectedNumbers,
      receivedAt,
    },
    bytes,
    signal: request.signal,
  });
  const rejected = [...staged.rejected, ...committed.refused.map(toRejection)];
  publish(parts, { staged, committed, rejected: rejected.length, receivedAt });
  const { accepted, duplicates } = committed;
  const answer: Answer = { accepted, duplicates, rejected: rejected.map(shorten) };
  return Response.json(answer);
}

function limitsOf({ maxEvents, maxDecompressed }: Settings): EnvelopeLimits {
  return { maxEvents, maxExpanded: maxDecompressed };
}

function checkKey(key: string | undefined, keys: string[]): void {
  if (keys.length === 0 || (key !== undefined && matchesAny(key, keys))) return;
  throw refuse(
    401,
    'unknown_key',
    'This collector asks for a write key: send it as "key" in the envelope, or as X-Pugmark-Key.',
  );
}

/** Refuses the whole request when its sender is over the limit; nothing of it was counted anywhere yet. */
function limitRate(
  limits: IngestParts['limits'],
  sent: { address: string; batch: ReceivedBatch; bytes: number; now: number },
): void {
  const { address, batch, bytes, now } = sent;
  // A request without events costs as well.
  const amount = Math.max(1, batch.events.length + batch.dropped.length);
  const wait = Math.max(limits.events(address, amount, now), limits.bytes(address, bytes, now));
  if (wait === 0) return;
  throw refuse(429, 'rate_limited', `Too many events from this address: send them again in ${wait} s.`, {
    'Retry-After': String(wait),
  });
}

const NOTHING: GroupCommitted = { accepted: 0, duplicates: 0, fresh: new Set(), refused: [] };

async function commit(
  { groupCommit, settings }: IngestParts,
  submission: Submission,
): Promise<GroupCommitted> {
  const { events, dropped, rejected } = submission.batch;
  if (events.length + dropped.length + rejected.length === 0) return NOTHING;
  try {
    return await groupCommit.commit(submission);
  } catch (error) {
    callHost(() => settings.onStoreError(error), settings.onError);
    const isKnown = error instanceof StoreUnavailableError;
    throw refuse(
      503,
      isKnown ? error.code : 'store_unavailable',
      `The events were not accepted: send them again. ${isKnown ? error.message : 'The store failed.'}`,
      { 'Retry-After': '5' },
    );
  }
}

/** The batch is stored, so that nothing from here on may change its answer. */
function publish(
  { settings, hub, tally, plan }: IngestParts,
  batch: { staged: StagedBatch; committed: GroupCommitted; rejected: number; receivedAt: number },
): void {
  const { staged, committed, rejected, receivedAt } = batch;
  const { accepted, duplicates, fresh } = committed;
  tally.batches++;
  tally.accepted += accepted;
  tally.duplicates += duplicates;
  tally.rejected += rejected;
  for (const { eventName, faults } of staged.findings) plan?.tally.count(eventName, faults);
  const unseen = new Set(fresh);
  hub.publish(staged.events.filter(({ eventId }) => unseen.delete(eventId)));
  const names = new Map<string, number>();
  for (const { eventName } of staged.events) names.set(eventName, (names.get(eventName) ?? 0) + 1);
  callHost(() => settings.onBatch({ receivedAt, accepted, duplicates, rejected, names }), settings.onError);
}

const REFUSALS: Record<RefusalCode, string> = {
  unstorable: 'The store cannot keep something in this event, and never will: give it up.',
  expired:
    'This event is older than what is kept here, so that it cannot be told whether it was stored: give it up.',
};

function toRejection({ event: { eventId, streamId }, code }: RefusedEvent): Rejection {
  return { eventId, ...(streamId ? { streamId } : {}), code, message: REFUSALS[code] };
}

/** Rejections that are told in full. A small request must not be answered with a large one. */
const MAX_TOLD = 100;

function shorten(rejection: Rejection, index: number): Rejection {
  if (index < MAX_TOLD) return rejection;
  const { eventId, streamId, code } = rejection;
  return { eventId, ...(streamId ? { streamId } : {}), code, message: '' };
}
