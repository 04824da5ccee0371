import type { Identities, JsonValue, WireEvent } from '@pugmark/core';
import { MAX_ID, MAX_IDENTITIES, PRIORITIES } from '@pugmark/core/vocabulary';
import type { PlanFault, StoredEvent } from '@pugmark/store';
import { isObject } from '../object.ts';
import { cleanFacts } from './facts.ts';
import { cleanText } from './text.ts';

/** An event with the known fields only, each of its right type and within its bound; its time is still the client's. */
export interface CleanEvent extends Omit<StoredEvent, 'eventId' | 'clientTime' | 'receivedAt' | 'marks'> {
  eventId?: string;
  /** Whether a property was cut, or left out because another has the same key once both are cleaned. */
  isTruncated?: true;
}

const MAX_KEY = 128;
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
  const losses: Losses = { any: false };
  // Assigned one by one: this runs for every event, and spreads would cost more than all the rest.
  const cleaned: CleanEvent = {
    eventName: event.eventName.trim(),
    eventTime: event.eventTime.trim(),
    deviceId: cleanText(event.deviceId, MAX_ID),
    sessionId: cleanText(event.sessionId, MAX_ID),
    platform: cleanText(event.platform, MAX_ID),
    facts: cleanFacts(event),
    properties: isObject(event.properties) ? cleanObject(event.properties, losses) : {},
  };
  if (event.eventId) cleaned.eventId = event.eventId.trim().toLowerCase();
  const userId = optionalText(event.userId, MAX_ID);
  if (userId) cleaned.userId = userId;
  const streamId = optionalText(event.streamId, MAX_ID);
  if (streamId) cleaned.streamId = streamId;
  if (event.seq) cleaned.seq = event.seq;
  if (event.priority && PRIORITIES.includes(event.priority)) cleaned.priority = event.priority;
  if (isRate(event.sampleRate)) cleaned.sampleRate = event.sampleRate;
  const identities = cleanIdentities(event.identities);
  if (identities) cleaned.identities = identities;
  if (losses.any) cleaned.isTruncated = true;
  return cleaned;
}

/** A share of users; all of them is no sample. */
const isRate = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < 1;

function cleanIdentities(value: unknown): Identities | undefined {
  if (!isObject(value)) return undefined;
  const identities = new Map<string, string>();
  for (const key of Object.keys(value)) {
    if (identities.size === MAX_IDENTITIES) break;
    const id = value[key];
    const name = safeKey(key);
    const text = optionalText(typeof id === 'number' ? String(id) : id, MAX_ID);
    if (name && text && !identities.has(name)) identities.set(name, text);
  }
  return identities.size > 0 ? Object.fromEntries(identities) : undefined;
}

/** Whether anything of the properties was cut or left out. */
interface Losses {
  any: boolean;
}

function cleanValue(value: unknown, losses: Losses): JsonValue {
  if (typeof value === 'string') {
    if (value.length > MAX_TEXT) losses.any = true;
    return cleanText(value, MAX_TEXT);
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, losses));
  return isObject(value) ? cleanObject(value, losses) : null;
}

function cleanObject(object: Record<string, unknown>, losses: Losses): Record<string, JsonValue> {
  const cleaned: Record<string, JsonValue> = {};
  for (const key of Object.keys(object)) {
    const name = safeKey(key);
    if (name === undefined) continue;
    // Two keys may be alike once they are cleaned: the first one stays.
    if (Object.hasOwn(cleaned, name)) losses.any = true;
    else cleaned[name] = cleanValue(object[key], losses);
  }
  return cleaned;
}

/** A key as it is stored. Cleaning may uncover an unsafe key, so it is looked at afterwards. */
function safeKey(key: string): string | undefined {
  const name = cleanText(key, MAX_KEY);
  return UNSAFE_KEYS.has(name) ? undefined : name;
}

function optionalText(value: unknown, max: number): string | undefined {
  return typeof value === 'string' ? cleanText(value, max) || undefined : undefined;
}
