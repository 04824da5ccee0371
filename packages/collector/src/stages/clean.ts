import type { Identities, JsonValue, WireEvent } from '@pugmark/core';
import type { Facts, PlanFault } from '../event.ts';
import { isObject } from '../object.ts';
import { cleanText } from './text.ts';

/** An event with the known fields only, each of its right type and within its bound. */
export interface CleanEvent {
  eventId?: string;
  eventName: string;
  eventTime: string;
  userId?: string;
  identities?: Identities;
  deviceId: string;
  sessionId: string;
  platform: string;
  streamId?: string;
  seq?: number;
  priority?: string;
  facts: Facts;
  properties: Record<string, JsonValue>;
  /** What the plan found. */
  plan?: PlanFault[];
}

const TEXT_FACTS = [
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'source',
  'campaign',
  'referrer',
  'inviteToken',
  'deviceType',
  'osName',
  'osVersion',
  'appVersion',
  'network',
  'cityCode',
] as const;

const PRIORITIES = new Set(['audit', 'P0', 'P1', 'P2']);
/** Characters of an id. */
export const MAX_ID = 256;
const MAX_KEY = 128;
const MAX_FACT = 2048;
const MAX_TEXT = 8192;

/** These would reach into prototypes if anyone downstream assigned them to an object. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Trims, cuts what is overlong, and drops every field that the wire does not know. */
export function clean(events: WireEvent[], faults?: ReadonlyMap<WireEvent, PlanFault[]>): CleanEvent[] {
  return events.map((event) => {
    const cleaned = cleanEvent(event);
    const plan = faults?.get(event);
    if (plan) cleaned.plan = plan;
    return cleaned;
  });
}

function cleanEvent(event: WireEvent): CleanEvent {
  // Assigned one by one: this runs for every event, and spreads would cost more than all the rest.
  const cleaned: CleanEvent = {
    eventName: event.eventName.trim(),
    eventTime: event.eventTime.trim(),
    deviceId: cleanText(event.deviceId, MAX_ID),
    sessionId: cleanText(event.sessionId, MAX_ID),
    platform: cleanText(event.platform, MAX_ID),
    facts: cleanFacts(event),
    properties: isObject(event.properties) ? cleanObject(event.properties) : {},
  };
  if (event.eventId) cleaned.eventId = event.eventId.trim().toLowerCase();
  const userId = optionalText(event.userId, MAX_ID);
  if (userId) cleaned.userId = userId;
  const streamId = optionalText(event.streamId, MAX_ID);
  if (streamId) cleaned.streamId = streamId;
  if (event.seq) cleaned.seq = event.seq;
  if (event.priority && PRIORITIES.has(event.priority)) cleaned.priority = event.priority;
  const identities = cleanIdentities(event.identities);
  if (identities) cleaned.identities = identities;
  return cleaned;
}

function cleanFacts(event: WireEvent): Facts {
  const facts: Facts = {};
  for (const name of TEXT_FACTS) {
    const raw: unknown = event[name];
    if (raw === undefined) continue;
    const text = optionalText(typeof raw === 'number' ? String(raw) : raw, MAX_FACT);
    if (text) facts[name] = text;
  }
  if (isWithin(event.latitude, 90) && isWithin(event.longitude, 180)) {
    facts.latitude = event.latitude;
    facts.longitude = event.longitude;
  }
  return facts;
}

function cleanIdentities(value: unknown): Identities | undefined {
  if (!isObject(value)) return undefined;
  const pairs = Object.entries(value)
    .filter(([key]) => !UNSAFE_KEYS.has(key))
    .slice(0, 32)
    .map(([key, id]) => [
      cleanText(key, MAX_KEY),
      optionalText(typeof id === 'number' ? String(id) : id, MAX_ID),
    ])
    .filter(([key, id]) => key && id);
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

function cleanValue(value: unknown): JsonValue {
  if (typeof value === 'string') return cleanText(value, MAX_TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(cleanValue);
  return isObject(value) ? cleanObject(value) : null;
}

function cleanObject(object: Record<string, unknown>): Record<string, JsonValue> {
  const cleaned: Record<string, JsonValue> = {};
  for (const key of Object.keys(object)) {
    // Checked after cleaning as well: removing a NUL or a space may uncover an unsafe key.
    const name = cleanText(key, MAX_KEY);
    if (!UNSAFE_KEYS.has(name)) cleaned[name] = cleanValue(object[key]);
  }
  return cleaned;
}

function optionalText(value: unknown, max: number): string | undefined {
  return typeof value === 'string' ? cleanText(value, max) || undefined : undefined;
}

function isWithin(value: unknown, bound: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= bound;
}
