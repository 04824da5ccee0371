import type { Answer } from '@pugmark/core';
import type { Context } from 'hono';
import { type EnvelopeLimits, openEnvelope, openSingleEvent, type ReceivedBatch } from '../envelope.ts';
import type { GroupCommit } from '../group-commit.ts';
import type { Hub } from '../live/hub.ts';
import type { PlanTally } from '../live/plan-tally.ts';
import type { Tally } from '../live/tally.ts';
import type { Settings } from '../options.ts';
import { refuse } from '../refusal.ts';
import type { PlanCheck } from '../stages/check-plan.ts';
import type { DeviceReader } from '../stages/device.ts';
import type { Marker } from '../stages/marks.ts';
import type { Limiter } from '../stages/rate-limit.ts';
import { runStages, type StagedBatch } from '../stages/run.ts';
import type { Batch, Committed } from '../stores/store.ts';
import { readBody } from './body.ts';
import { checkOrigin } from './cors.ts';
import { clientAddress, type Environment } from './environment.ts';
import { parseJson } from './json.ts';
import { matchesAny } from './secret.ts';

export interface IngestParts {
  settings: Settings;
  groupCommit: GroupCommit;
  limiter: Limiter;
  marks: Marker;
  devices: DeviceReader;
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
  checkOrigin(context.req.header('origin'), settings.allowOrigin);
  const body = parseJson(await readBody(context.req.raw, settings));
  const batch = form === 'batch' ? openEnvelope(body, limitsOf(settings)) : openSingleEvent(body);
  checkKey(context, batch, settings.writeKeys);
  const receivedAt = settings.now();
  const staged = runStages(batch, {
    limiter: parts.limiter,
    marks: parts.marks,
    plan: parts.plan,
    address: clientAddress(context, settings.trustProxy),
    device: parts.devices(context.req.header('user-agent')),
    receivedAt,
  });
  const committed = await commit(parts, {
    events: staged.events,
    dropped: batch.dropped,
    rejected: staged.rejectedNumbers,
    receivedAt,
  });
  tell(parts, staged, committed, receivedAt);
  const answer: Answer = {
    accepted: committed.accepted,
    duplicates: committed.duplicates,
    rejected: staged.rejected,
  };
  return Response.json(answer);
}

function limitsOf({ maxEvents, maxDecompressed }: Settings): EnvelopeLimits {
  return { maxEvents, maxExpanded: maxDecompressed * 4 };
}

function checkKey(context: Context<Environment>, batch: ReceivedBatch, keys: string[]): void {
  if (keys.length === 0) return;
  const key = batch.key ?? context.req.header('x-pugmark-key');
  if (key !== undefined && matchesAny(key, keys)) return;
  throw refuse(
    401,
    'unknown_key',
    'This collector asks for a write key: send it as "key" in the envelope, or as X-Pugmark-Key.',
  );
}

const NOTHING: Committed = { accepted: 0, duplicates: 0, fresh: new Set() };

async function commit({ groupCommit, settings }: IngestParts, batch: Batch): Promise<Committed> {
  if (batch.events.length + batch.dropped.length + batch.rejected.length === 0) return NOTHING;
  try {
    return await groupCommit.commit(batch);
  } catch (error) {
    settings.onStoreError(error);
    throw refuse(
      503,
      'store_unavailable',
      'The events could not be stored and were not accepted: send them again.',
      { 'Retry-After': '5' },
    );
  }
}

function tell(
  { settings, hub, tally }: IngestParts,
  { events, rejected }: StagedBatch,
  { accepted, duplicates, fresh }: Committed,
  receivedAt: number,
): void {
  tally.batches++;
  tally.accepted += accepted;
  tally.duplicates += duplicates;
  tally.rejected += rejected.length;
  const unseen = new Set(fresh);
  hub.publish(events.filter(({ eventId }) => unseen.delete(eventId)));
  const names = new Map<string, number>();
  for (const { eventName } of events) names.set(eventName, (names.get(eventName) ?? 0) + 1);
  settings.onBatch({ receivedAt, accepted, duplicates, rejected: rejected.length, names });
}
