import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '@pugmark/core';
import type { StoredEvent } from '@pugmark/store';
import { batchesOf } from './import.ts';

export interface ReplayTarget {
  url: string;
  key?: string;
}

export interface Replayed {
  accepted: number;
  duplicates: number;
  rejected: number;
  /** How often each reason was given. */
  reasons: Record<string, number>;
}

const ATTEMPTS = 8;

/**
 * Sends an NDJSON export to a collector as a tracker would: plan, marks and rules are those of there, and of now. Ids make
 * it safe to repeat.
 */
export async function replayFile(
  target: ReplayTarget,
  path: string,
  onProgress: (read: number) => void = () => {},
): Promise<Replayed> {
  const sum: Replayed = { accepted: 0, duplicates: 0, rejected: 0, reasons: {} };
  let read = 0;
  for await (const events of batchesOf(path)) {
    const answer = await send(target, JSON.stringify({ events: events.map(asSent) }));
    sum.accepted += answer.accepted;
    sum.duplicates += answer.duplicates;
    sum.rejected += answer.rejected.length;
    for (const { code } of answer.rejected) sum.reasons[code] = (sum.reasons[code] ?? 0) + 1;
    read += events.length;
    onProgress(read);
  }
  return sum;
}

/** What the collector of then has found out is left to the collector of now. The clock was corrected already. */
function asSent({
  facts,
  marks: _marks,
  plan: _plan,
  receivedAt: _at,
  clientTime: _time,
  ...event
}: StoredEvent): object {
  return { ...event, ...facts };
}

async function send({ url, key }: ReplayTarget, body: string): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${url.replace(/\/+$/, '')}/tracking/events/batch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(key ? { 'X-Pugmark-Key': key } : {}) },
      body,
    });
    if (response.ok) return (await response.json()) as Answer;
    const isBusy = response.status === 429 || response.status >= 500;
    if (!isBusy || attempt === ATTEMPTS) {
      throw new Error(`The collector answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    }
    const seconds = Number(response.headers.get('retry-after') ?? 2 ** attempt);
    await sleep(Math.min(60, seconds) * 1000);
  }
}
