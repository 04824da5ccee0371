import type { Plan, PlanEvent } from '../format/plan.js';
import { compileValueCheck, type ValueCheck } from './check-value.js';

/** What is wrong with an event: `properties.amount`, `must be a number, is the string "1"`. */
export interface Fault {
  path: string;
  message: string;
}

/** Gives all faults of an event as it is on the wire; undefined when it is right. */
export type EventCheck = (event: Readonly<Record<string, unknown>>) => Fault[] | undefined;

interface FieldCheck {
  name: string;
  path: string;
  required: boolean;
  check: ValueCheck;
}

/** Compiles a plan once; checking an event then takes a look-up and one call for each of its fields. */
export function compileChecks(plan: Plan): EventCheck {
  const checks = new Map<unknown, EventCheck>(
    Object.entries(plan.events).map(([name, event]) => [name, compileEvent(event, plan)]),
  );
  return (event) => {
    const check = checks.get(event.eventName);
    if (check) return check(event);
    const message =
      typeof event.eventName === 'string'
        ? `the plan has no event "${event.eventName.slice(0, 64)}"`
        : 'must be a string';
    return [{ path: 'eventName', message }];
  };
}

function compileEvent({ properties: own }: PlanEvent, plan: Plan): EventCheck {
  const fields = Object.entries(own).map(
    ([name, property]): FieldCheck => ({
      name,
      path: `properties.${name}`,
      required: property.required,
      check: compileValueCheck(property),
    }),
  );
  const common = Object.entries(plan.common)
    .filter(([name]) => !Object.hasOwn(own, name))
    .map(
      ([name, property]): FieldCheck => ({
        name,
        path: `properties.${name}`,
        required: property.required,
        check: compileValueCheck(property),
      }),
    );
  const known = new Set([...fields, ...common].map(({ name }) => name));

  return (event) => {
    const properties = event.properties;
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
      return [{ path: 'properties', message: 'must be an object' }];
    const values = properties as Record<string, unknown>;
    let faults: Fault[] | undefined;
    for (const { name, path, required, check } of fields) {
      const message = checkField(values[name], required, check);
      if (message !== undefined) {
        faults ??= [];
        faults.push({ path, message });
      }
    }
    for (const { name, path, required, check } of common) {
      // A common field that is not among the properties is a field of the event itself, such as `deviceId`.
      const isProperty = values[name] !== undefined;
      const message = checkField(isProperty ? values[name] : event[name], required, check);
      if (message !== undefined) {
        faults ??= [];
        faults.push({ path: isProperty || event[name] === undefined ? path : name, message });
      }
    }
    for (const name in values) {
      if (known.has(name) || values[name] === undefined) continue;
      faults ??= [];
      faults.push({ path: `properties.${name.slice(0, 64)}`, message: 'is not in the plan' });
    }
    return faults;
  };
}

function checkField(value: unknown, required: boolean, check: ValueCheck): string | undefined {
  if (value === undefined) return required ? 'is required, is missing' : undefined;
  return check(value);
}
