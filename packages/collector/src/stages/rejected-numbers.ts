import { MAX_ID } from '@pugmark/core/vocabulary';
import type { RejectedNumber } from '@pugmark/store';
import { isObject } from '../object.ts';
import { cleanText } from './text.ts';

/** The numbers of events that are rejected, as far as they have any. The stream is named as its stored events name it. */
export function rejectedNumbers(events: readonly unknown[]): RejectedNumber[] {
  return events.flatMap(numberOf);
}

/** An invalid event may be invalid in any field, the number included. */
function numberOf(event: unknown): RejectedNumber[] {
  if (!isObject(event)) return [];
  const { streamId, seq } = event;
  if (typeof streamId !== 'string' || streamId.length > MAX_ID || !isNumber(seq)) return [];
  const name = cleanText(streamId, MAX_ID);
  return name ? [{ streamId: name, seq }] : [];
}

function isNumber(seq: unknown): seq is number {
  return Number.isSafeInteger(seq) && (seq as number) > 0;
}
