import type { JsonValue } from '@pugmark/store';
import type { Condition, Selection } from '../model/resolved.ts';
import { canonical, compareText } from './canonical.ts';
import { operandValue, type PersonalEvent } from './operand.ts';

export function holds(condition: Condition, event: PersonalEvent): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.conditions.every((each) => holds(each, event));
    case 'any':
      return condition.conditions.some((each) => holds(each, event));
    case 'not':
      return !holds(condition.condition, event);
    case 'test':
      return test(operandValue(event, condition.operand), condition.op, condition.value);
  }
}

/** Whether an event is one of those that are selected. */
export const isSelected = ({ event, where }: Selection, candidate: PersonalEvent): boolean =>
  (event === undefined || event === candidate.eventName) && (!where || holds(where, candidate));

function test(found: JsonValue | undefined, op: string, value: JsonValue): boolean {
  if (op === 'exists') return (found !== undefined) === value;
  if (found === undefined) return false;
  if (op === '=') return canonical(found) === canonical(value);
  if (op === 'in') return (value as JsonValue[]).some((each) => canonical(each) === canonical(found));
  if (op === 'contains') {
    if (typeof found === 'string') return typeof value === 'string' && found.includes(value);
    return Array.isArray(found) && found.some((each) => canonical(each) === canonical(value));
  }
  const order = compare(found, value);
  if (order === undefined) return false;
  if (op === '>') return order > 0;
  if (op === '>=') return order >= 0;
  return op === '<' ? order < 0 : order <= 0;
}

/** Numbers with numbers, texts with texts; nothing else has an order. */
function compare(a: JsonValue, b: JsonValue): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : undefined;
}
