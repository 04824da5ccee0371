import { createMemoryStore, type Source, type StoredEvent } from '@pugmark/store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ask } from '../ask.ts';
import { AFTER, randomEvents } from './random-events.ts';
import { FIGURES, randomQuestion } from './random-questions.ts';

/** A source that is filled anew for each run. */
export interface Engine {
  fill(events: StoredEvent[]): Promise<void>;
  source(): Source;
}

/** Every engine answers as the plain evaluator does, to the last digit. @param runs Sets of events; five questions each. */
export function answersAsTheOracle(name: string, engine: () => Engine, runs: number): void {
  it(
    `${name} answers ${runs * 5} random questions as the plain evaluator does`,
    async () => {
      await fc.assert(
        fc.asyncProperty(
          randomEvents,
          fc.array(randomQuestion, { minLength: 5, maxLength: 5 }),
          async (events, questions) => {
            const memory = createMemoryStore();
            await memory.commit({ events, dropped: [], rejected: [], receivedAt: AFTER });
            await engine().fill(events);
            for (const question of questions) {
              const options = { now: () => AFTER, figures: FIGURES };
              const clean = JSON.parse(JSON.stringify(question));
              const expected = await ask(clean, memory.source, options);
              expect(await ask(clean, engine().source(), options)).toEqual(expected);
            }
          },
        ),
        { numRuns: runs },
      );
    },
    runs * 5000,
  );
}
