import type { Rejection, WireEvent } from '@pugmark/core';
import { EVENT_NAME, MAX_EVENT_NAME, MAX_ID, MAX_PROPERTIES } from '@pugmark/core/vocabulary';
import { isObject, type PlainObject } from '../object.ts';
import { cleanText, isBlank } from './text.ts';
import { parseTime } from './time.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An event that goes no further, as it came, and why. */
export interface RejectedItem {
  event: unknown;
  rejection: Rejection;
}

export interface Validated {
  valid: WireEvent[];
  rejected: RejectedItem[];
}

/** Keeps the events that can be understood; says of each other one what is wrong and what to do. */
export function validate(events: unknown[]): Validated {
  const valid: WireEvent[] = [];
  const rejected: RejectedItem[] = [];
  for (const event of events) {
    const problem = findProblem(event);
    if (problem) rejected.push({ event, rejection: { ...identify(event), ...problem } });
    else valid.push(event as WireEvent);
  }
  return { valid, rejected };
}

type Problem = Pick<Rejection, 'code' | 'message'>;

function findProblem(event: unknown): Problem | undefined {
  if (!isObject(event)) return problem('invalid_event', 'An event must be an object.');
  return (
    checkName(event.eventName) ??
    checkTime(event.eventTime) ??
    checkEventId(event.eventId) ??
    checkId(event, 'deviceId', 'invalid_device_id') ??
    checkId(event, 'sessionId', 'invalid_session_id') ??
    checkId(event, 'platform', 'invalid_platform') ??
    checkOptionalId(event, 'userId', 'invalid_user_id') ??
    checkStream(event) ??
    checkProperties(event.properties)
  );
}

function checkName(name: unknown): Problem | undefined {
  if (typeof name === 'string' && isEventName(name.trim())) return undefined;
  return problem(
    'invalid_name',
    `eventName must be lower-case snake_case of at most ${MAX_EVENT_NAME} characters, such as order_paid.`,
  );
}

function isEventName(name: string): boolean {
  return name.length <= MAX_EVENT_NAME && EVENT_NAME.test(name);
}

function checkTime(time: unknown): Problem | undefined {
  if (parseTime(time) !== undefined) return undefined;
  return problem(
    'invalid_time',
    'eventTime must be ISO 8601 with a zone, from 1970 to 9999, such as 2026-05-01T08:00:00.000Z: use new Date().toISOString().',
  );
}

function checkEventId(id: unknown): Problem | undefined {
  if (id === undefined || id === null || (typeof id === 'string' && UUID.test(id.trim()))) return undefined;
  return problem('invalid_event_id', 'eventId must be a UUID; leave it out if there is none.');
}

function checkId(event: PlainObject, field: string, code: string): Problem | undefined {
  const value = event[field];
  if (typeof value === 'string' && !isBlank(value) && value.length <= MAX_ID) return undefined;
  return problem(code, `${field} must be a string of 1 to ${MAX_ID} characters.`);
}

function checkOptionalId(event: PlainObject, field: string, code: string): Problem | undefined {
  const value = event[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value.length <= MAX_ID) return undefined;
  return problem(code, `${field} must be a string of at most ${MAX_ID} characters: convert numbers first.`);
}

function checkStream(event: PlainObject): Problem | undefined {
  const { seq } = event;
  if (seq !== undefined && seq !== null && !(Number.isSafeInteger(seq) && (seq as number) > 0)) {
    return problem('invalid_seq', 'seq must be a whole number from 1.');
  }
  return checkOptionalId(event, 'streamId', 'invalid_stream_id');
}

function checkProperties(properties: unknown): Problem | undefined {
  if (properties === undefined || properties === null) return undefined;
  if (!isObject(properties)) return problem('invalid_properties', 'properties must be an object.');
  if (Object.keys(properties).length > MAX_PROPERTIES) {
    return problem('too_many_properties', `properties may have at most ${MAX_PROPERTIES} keys.`);
  }
  return undefined;
}

function problem(code: string, message: string): Problem {
  return { code, message };
}

/** What the client needs to find the event again. */
export function identify(event: unknown): Pick<Rejection, 'eventId' | 'streamId'> {
  if (!isObject(event)) return { eventId: '' };
  return {
    eventId: typeof event.eventId === 'string' ? event.eventId.slice(0, MAX_ID) : '',
    ...streamOf(event.streamId),
  };
}

/** As its stored events name the stream; not with characters that do harm where people print it. */
function streamOf(streamId: unknown): { streamId?: string } {
  if (typeof streamId !== 'string' || streamId.length > MAX_ID || isBlank(streamId)) return {};
  const name = cleanText(streamId, MAX_ID);
  return /\p{Cc}/u.test(name) ? {} : { streamId: name };
}
