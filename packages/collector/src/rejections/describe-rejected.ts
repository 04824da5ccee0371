import type { NewRejectedEvent } from '@pugmark/store';
import { isObject } from '../object.ts';
import { cleanText } from '../stages/text.ts';
import type { RejectedItem } from '../stages/validate.ts';

const MAX_WORD = 256;
const MAX_MESSAGE = 1_024;
/** What a tracker lets pass; of what is longer the reason is kept, and no body. */
const MAX_BODY = 40_000;

export interface RejectedIn {
  /** Milliseconds. */
  receivedAt: number;
  sentAt: number | undefined;
  app: string | undefined;
}

/** What is kept of an event that was rejected. */
export function describeRejected({ event, rejection }: RejectedItem, at: RejectedIn): NewRejectedEvent {
  const body = JSON.stringify(event) ?? 'null';
  return {
    receivedAt: new Date(at.receivedAt).toISOString(),
    sentAt: at.sentAt === undefined ? null : new Date(at.sentAt).toISOString(),
    code: rejection.code,
    message: cleanText(rejection.message, MAX_MESSAGE),
    app: at.app ?? null,
    eventName: wordOf(event, 'eventName'),
    deviceId: wordOf(event, 'deviceId'),
    userId: wordOf(event, 'userId'),
    body: body.length <= MAX_BODY ? body : 'null',
  };
}

function wordOf(event: unknown, field: string): string | null {
  const value = isObject(event) ? event[field] : undefined;
  return typeof value === 'string' ? cleanText(value, MAX_WORD) || null : null;
}
