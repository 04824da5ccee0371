import type { EventWriter } from '@pugmark/store';
import { aiService } from './ai-service.ts';
import type { Demo } from './demo.ts';
import { createDice } from './dice.ts';
import { escort } from './escort.ts';
import { leadFunnel } from './lead-funnel.ts';
import { poolHall } from './pool-hall.ts';

export const DEMOS: Readonly<Record<Demo['plan'], Demo>> = {
  'pool-hall': poolHall,
  escort,
  'lead-funnel': leadFunnel,
  'ai-service': aiService,
};

export interface DemoOptions {
  plan: Demo['plan'];
  /** The moment at which it ends, in ms. */
  until: number;
  /** Default 30. */
  days?: number;
  /** The same seed gives the same events. Default 1. */
  seed?: number;
}

/** Fills a store with the events of a demonstration. Answers how many there were. */
export async function writeDemo(
  writer: EventWriter,
  { plan, until, days = 30, seed = 1 }: DemoOptions,
): Promise<number> {
  const stage = DEMOS[plan].play({ dice: createDice(seed), until, days });
  let count = 0;
  for (const batch of stage.batches(until)) {
    await writer.commit(batch);
    count += batch.events.length;
  }
  return count;
}
