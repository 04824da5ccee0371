import type { DroppedReport } from '../wire.js';

/** Who sends: the part of the envelope that never changes. */
export interface Sender {
  sdk: { name: string; version: string };
  /** The write key. */
  key?: string | undefined;
}

/**
 * The body of a request, concatenated from strings that were made once, in `track`.
 * Neighbouring groups with the same shared fields become one.
 */
export function writeEnvelope(
  sender: Sender,
  groups: ReadonlyArray<readonly string[]>,
  dropped: DroppedReport[],
  now: number,
): string {
  let text = '';
  let shared: string | undefined;
  for (const [head, ...events] of groups) {
    text += head === shared ? ',' : `${text && ']},'}{"shared":${head},"events":[`;
    text += events.join();
    shared = head;
  }
  const head = JSON.stringify({
    sentAt: new Date(now).toISOString(),
    ...sender,
    ...(dropped.length && { dropped }),
  });
  return `${head.slice(0, -1)},"groups":[${text}${text && ']}'}]}`;
}
