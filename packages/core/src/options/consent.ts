import type { ConsentCategory, ConsentChoice } from '../api/consent.js';
import { isObject } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import type { OptionReader } from './readers.js';

/** A word, or the categories that are granted, with commas between them: as it is kept. */
export type Decision = string;

const WORDS = ['granted', 'denied', 'pending'];
const CATEGORIES: readonly ConsentCategory[] = ['analytics', 'performance', 'marketing'];

export const isCategory = (value: unknown): value is ConsentCategory =>
  CATEGORIES.indexOf(value as ConsentCategory) >= 0;

/** All categories granted is the word for it, and none as well. */
function toDecision(choice: unknown): Decision | undefined {
  if (WORDS.indexOf(choice as string) >= 0) return choice as string;
  const names = isObject(choice) ? ownKeys(choice) : [];
  const given = choice as Record<string, unknown>;
  if (!names[0] || names.some((name) => !isCategory(name) || typeof given[name] !== 'boolean'))
    return undefined;
  const granted = CATEGORIES.filter((name) => names.indexOf(name) >= 0 && given[name]);
  return granted.length < CATEGORIES.length ? granted.join() || 'denied' : 'granted';
}

/** What was kept; a text that nobody knows is none, and never a consent. */
export const readDecision = (text: string | undefined): Decision | undefined =>
  text && (WORDS.indexOf(text) >= 0 || text.split(',').every(isCategory)) ? text : undefined;

/** Whether anything may be kept and sent. */
export const isGranted = (decision: Decision): boolean => decision !== 'denied' && decision !== 'pending';

/** Whether an event of the category may be kept and sent. */
export const allows = (decision: Decision, category: ConsentCategory): boolean =>
  decision === 'granted' || decision.indexOf(category) >= 0;

/** In the form that the host gives it. */
export function toChoice(decision: Decision): ConsentChoice {
  if (WORDS.indexOf(decision) >= 0) return decision as ConsentChoice;
  const choice: Partial<Record<ConsentCategory, boolean>> = {};
  for (const category of CATEGORIES) choice[category] = allows(decision, category);
  return choice;
}

export const CONSENT: OptionReader<Decision> = {
  otherwise_: 'granted',
  expects_: `"${WORDS.join('", "')}", or { ${CATEGORIES.join(', ')} }, each true or false`,
  read_: toDecision,
};
