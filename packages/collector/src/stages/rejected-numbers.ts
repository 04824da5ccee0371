import type { WireEvent } from '@pugmark/core';
import { isObject } from '../object.ts';
import type { RejectedNumber } from '../stores/store.ts';
import { clean, MAX_ID } from './clean.ts';
import { derivedId } from './derived-id.ts';
import { cleanText } from './text.ts';

/** The numbers of events that are rejected, as far as they have any. */
export function rejectedNumbers(invalid: unknown[], offPlan: WireEvent[]): RejectedNumber[] {
  return [...invalid.flatMap(numberOfInvalid), ...clean(offPlan).flatMap(numberOfClean)];
}

/** Any field may be what is wrong with it. No plan lets it in, so it has never been stored: its id is of no use. */
function numberOfInvalid(event: unknown): RejectedNumber[] {
  if (!isObject(event)) return [];
  const { streamId, seq } = event;
  if (typeof streamId !== 'string' || streamId.length > MAX_ID || !isNumber(seq)) return [];
  const name = cleanText(streamId, MAX_ID);
  return name ? [{ streamId: name, seq }] : [];
}

/** Named and identified as it would have been stored, so that the store can tell whether it was. */
function numberOfClean(event: ReturnType<typeof clean>[number]): RejectedNumber[] {
  const { streamId, seq, eventId = derivedId(event) } = event;
  return streamId && seq ? [{ streamId, seq, eventId }] : [];
}

function isNumber(seq: unknown): seq is number {
  return Number.isSafeInteger(seq) && (seq as number) > 0;
}
