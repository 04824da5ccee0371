import { QUESTIONS } from './questions.ts';

/** Levels 1 to 4 in the order of the questions. */
export type Answers = (number | undefined)[];

const keyOf = (token: string) => `assessment:${token}`;

/** Kept for the tab, so that a reload or the back button loses no answer. */
let memory: { token: string; answers: Answers } | undefined;

export function answersOf(token: string): Answers {
  if (memory?.token !== token) memory = { token, answers: read(token) };
  return memory.answers;
}

export function answer(token: string, index: number, level: number): void {
  const answers = answersOf(token);
  answers[index] = level;
  try {
    sessionStorage.setItem(keyOf(token), JSON.stringify(answers));
  } catch {
    // Storage may be full or forbidden; the answers live on in memory.
  }
}

/** The index of the first question without an answer, or `undefined` when all have one. */
export function firstOpen(token: string): number | undefined {
  const answers = answersOf(token);
  const open = QUESTIONS.findIndex((_, index) => answers[index] === undefined);
  return open < 0 ? undefined : open;
}

function read(token: string): Answers {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(token)) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.map((level) => ([1, 2, 3, 4].includes(level) ? (level as number) : undefined));
  } catch {
    return [];
  }
}
