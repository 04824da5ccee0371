import type { Change } from '../check/change.js';
import { formatProblem, type LocatedProblem } from '../model/problem.js';

/** Where a command writes; a test takes the texts instead. */
export interface Output {
  print(text: string): void;
  fail(text: string): void;
}

/** What the process ends with: fine, something was found, the command could not be carried out. */
export const EXIT = { fine: 0, found: 1, failed: 2 } as const;

/** `1 event`, `2 events` */
export const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

export function printProblems(problems: LocatedProblem[], output: Output): void {
  for (const problem of problems) output.fail(formatProblem(problem));
}

export function formatChange({ breaking, path, message }: Change): string {
  return `${breaking ? 'breaking' : 'change  '}  ${path.join('.')}: ${message}`;
}

export function printJson(value: unknown, output: Output): void {
  output.print(JSON.stringify(value, undefined, 2));
}
