import type { Answer, Rejection } from '@pugmark/core';
import { MAX_ID } from '@pugmark/core/vocabulary';
import {
  type GroupCommit,
  type GroupCommitted,
  type RefusalCode,
  type RefusedEvent,
  StoreUnavailableError,
  type Submission,
} from '@pugmark/store';
import type { Context } from 'hono';
import type { AdmittedApp, Apps } from '../admission/apps.ts';
import type { Demand, Limits } from '../admission/limits.ts';
import { type EnvelopeLimits, openEnvelope, openSingleEvent } from '../envelope.ts';
import { callHost } from '../guard.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { isObject } from '../object.ts';
import type { Settings } from '../options.ts';
import { refuse } from '../refusal.ts';
import { describeRejected } from '../rejections/describe-rejected.ts';
import type { RejectionKeeper } from '../rejections/keeper.ts';
import type { FanOut } from '../sinks/fan-out.ts';
import type { PlanCheck } from '../stages/check-plan.ts';
import type { DailyIds } from '../stages/daily-id.ts';
import type { DeviceReader } from '../stages/device.ts';
import type { Marker } from '../stages/marks.ts';
import { runStages, type StagedBatch } from '../stages/run.ts';
import { type BodyAccount, readBody } from './body.ts';
import type { BodyBudget } from './body-budget.ts';
import { checkOrigin } from './cors.ts';
import { clientAddress, type Environment } from './environment.ts';
import { parseJson } from './json.ts';

export interface IngestParts {
  settings: Settings;
  groupCommit: GroupCommit;
  bodies: BodyBudget;
  apps: Apps;
  limits: Limits;
  marks: Marker;
  devices: DeviceReader;
  dailyIds: DailyIds;
  /** Who hears of what was stored. */
  sinks: FanOut;
  keeper: RejectionKeeper;
  metrics: Pick<Metrics, 'observeCommit' | 'countRequest'>;
  plan: PlanCheck | undefined;
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
  const account = admit(context, parts);
  const body = await readBody(request, settings, account);
  const json = parseJson(body);
  const batch = form === 'batch' ? openEnvelope(json, limitsOf(settings)) : openSingleEvent(json);
  const app = account.app ?? parts.apps.admit(batch.key, context.req.header('origin'));
  const receivedAt = settings.now();
  const bytes = body.length + batch.expanded;
  await checkRate(parts.limits, {
    address: account.address,
    app,
    devices: devicesOf(batch.events),
    // A request without events costs as well.
    amount: Math.max(1, batch.events.length + batch.dropped.length),
    bytes,
  });
  const userAgent = context.req.header('user-agent');
  const agent = parts.devices(userAgent);
  const origin = context.req.header('origin');
  const sender = { address: account.address, userAgent, origin, receivedAt };
  const staged = runStages(parts.dailyIds(batch.events, sender), {
    receivedAt,
    marks: parts.marks,
    plan: app ? app.check : parts.plan,
    agent,
    ...(batch.sentAt === undefined ? {} : { sentAt: batch.sentAt, app: app?.name }),
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
  const refused = committed.refused.map((item) => ({ event: item.event, rejection: toRejection(item) }));
  const rejected = [
    ...staged.rejected.map(({ rejection }) => rejection),
    ...refused.map(({ rejection }) => rejection),
  ];
  // What was erased is kept nowhere.
  const kept = [...staged.rejected, ...refused.filter(({ rejection }) => rejection.code !== 'erased')];
  parts.keeper.keep(
    kept.map((item) => describeRejected(item, { receivedAt, sentAt: batch.sentAt, app: app?.name })),
  );
  publish(parts.sinks, { staged, committed, rejected, receivedAt });
  const { accepted, duplicates } = committed;
  const answer: Answer = { accepted, duplicates, rejected: rejected.map(shorten) };
  return Response.json(answer);
}

/** Who sends, as far as it is known before the body is read. */
export interface Admission extends BodyAccount {
  /** `undefined` also when the key may stand in the body. */
  app: AdmittedApp | undefined;
}

/** Refuses what can be refused before the body is read. */
export function admit(context: Context<Environment>, { settings, bodies, apps }: IngestParts): Admission {
  const origin = context.req.header('origin');
  checkOrigin(origin, apps.origins);
  const key = context.req.header('x-pugmark-key');
  return {
    budget: bodies,
    address: clientAddress(context, settings.trustProxy),
    app: key === undefined ? undefined : apps.admit(key, origin),
  };
}

function limitsOf({ maxEvents, maxDecompressed }: Settings): EnvelopeLimits {
  return { maxEvents, maxExpanded: maxDecompressed };
}

/** Refuses the whole request when its sender is over the limit; nothing of it was counted anywhere yet. */
export async function checkRate(limits: Limits, demand: Demand): Promise<void> {
  const wait = await limits.take(demand);
  if (wait === 0) return;
  throw refuse(
    429,
    'rate_limited',
    `Too many events from this address, device or key: send them again in ${wait} s.`,
    { 'Retry-After': String(wait) },
  );
}

/** How many events each device has. Servers send the events of all. */
function devicesOf(events: readonly unknown[]): Map<string, number> {
  const devices = new Map<string, number>();
  for (const event of events) {
    const { deviceId } = isObject(event) ? event : {};
    if (typeof deviceId !== 'string' || deviceId === 'server' || deviceId.length > MAX_ID) continue;
    devices.set(deviceId, (devices.get(deviceId) ?? 0) + 1);
  }
  return devices;
}

const NOTHING: GroupCommitted = { accepted: 0, duplicates: 0, fresh: new Set(), refused: [] };

async function commit(
  { groupCommit, settings, metrics }: IngestParts,
  submission: Submission,
): Promise<GroupCommitted> {
  const { events, dropped, rejected } = submission.batch;
  if (events.length + dropped.length + rejected.length === 0) return NOTHING;
  try {
    const start = performance.now();
    const committed = await groupCommit.commit(submission);
    metrics.observeCommit(performance.now() - start);
    return committed;
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
  sinks: FanOut,
  batch: { staged: StagedBatch; committed: GroupCommitted; rejected: Rejection[]; receivedAt: number },
): void {
  const { staged, committed, rejected, receivedAt } = batch;
  const { accepted, duplicates, fresh } = committed;
  // The first of two equal events in one batch is the one that was stored.
  const unseen = fresh.size === staged.events.length ? undefined : new Set(fresh);
  sinks.publish(unseen ? staged.events.filter(({ eventId }) => unseen.delete(eventId)) : staged.events, {
    receivedAt,
    accepted,
    duplicates,
    rejected: rejected.length,
    names: tallyOf(staged.events.map(({ eventName }) => eventName)),
    rejectedBy: tallyOf(rejected.map(({ code }) => code)),
    findings: staged.findings,
  });
}

function tallyOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const REFUSALS: Record<RefusalCode, string> = {
  unstorable: 'The store cannot keep something in this event, and never will: give it up.',
  expired:
    'This event is older than what is kept here, so that it cannot be told whether it was stored: give it up.',
  erased: 'The person or device of this event was erased after it was tracked: give it up.',
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
