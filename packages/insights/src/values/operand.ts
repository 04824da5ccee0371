import type { JsonValue, StoredEvent } from '@pugmark/store';
import type { Operand } from '../model/question.ts';

/** An event, and whose it is. */
export interface PersonalEvent extends StoredEvent {
  personId: string | null;
}

/** The value of an operand; `undefined` where it is missing, and `null` is missing. */
export function operandValue(event: PersonalEvent, operand: Operand): JsonValue | undefined {
  const value = readValue(event, operand);
  return value === null ? undefined : value;
}

function readValue(event: PersonalEvent, operand: Operand): JsonValue | undefined {
  if ('field' in operand) return event[operand.field];
  if ('property' in operand) return own(event.properties, operand.property);
  return own(event.facts as Record<string, JsonValue>, operand.fact);
}

const own = (object: Record<string, JsonValue>, name: string) =>
  Object.hasOwn(object, name) ? object[name] : undefined;
