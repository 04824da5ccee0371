import type { Plan } from '../model/plan.js';
import { shortName } from '../model/value.js';
import { BUILTIN_SETS } from '../model/words.js';
import { didYouMean } from '../naming/did-you-mean.js';
import { BUILTIN_EVENTS } from './events.js';

/** What is wrong with the name of an event that a plan does not have, and what to do. */
export function unknownEvent(name: string, plan: Plan): string {
  const sets = BUILTIN_SETS.filter((set) => Object.hasOwn(BUILTIN_EVENTS[set], name));
  const help =
    sets.length > 0
      ? `; the SDK tracks it: write "extends: ${sets.join('" or "extends: ')}" into the plan`
      : didYouMean(name, Object.keys(plan.events));
  return `the plan has no event "${shortName(name)}"${help}`;
}
