import type { Dice } from './dice.ts';
import type { Stage } from './stage.ts';

export interface DemoParts {
  dice: Dice;
  /** The moment at which the demonstration ends, in ms: now. */
  until: number;
  /** Days that it has lasted, today included. */
  days: number;
}

/** A business that exists for a demonstration only. */
export interface Demo {
  /** The plan that its events keep to. */
  plan: 'pool-hall' | 'escort' | 'lead-funnel' | 'ai-service';
  /** Everything that happened. */
  play(parts: DemoParts): Stage;
}
