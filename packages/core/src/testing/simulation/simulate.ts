import { createWorld } from '../world.js';
import type { Outcome } from './outcome.js';
import { createPlay } from './play.js';
import type { Schedule } from './step.js';

/** Runs a schedule on the real engine, then makes everything well again and lets the world come to rest. */
export async function simulate(schedule: Schedule): Promise<Outcome> {
  const world = createWorld(schedule.seed);
  try {
    const play = createPlay(world, schedule);
    for (const step of schedule.steps) await play.take(step);
    return await play.comeToRest();
  } finally {
    // A broken engine may go round for ever: its world must end with the schedule.
    for (const one of world.tabs) one.crash();
  }
}
