import type { Formula } from '../model/resolved.ts';

/** The figure that a formula makes of measures; nothing comes of a missing one, or of a division by zero. */
export function compute(formula: Formula, measures: readonly (number | null)[]): number | null {
  if (formula.kind === 'constant') return formula.value;
  if (formula.kind === 'measure') return measures[formula.index] ?? null;
  const left = compute(formula.left, measures);
  const right = compute(formula.right, measures);
  if (left === null || right === null) return null;
  switch (formula.kind) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
  }
}
