import { USER_IDENTIFY, USER_UPDATE } from '@pugmark/core/vocabulary';
import { unknownEvent } from '../builtin/unknown-event.js';
import type { Plan, PlanEvent, Property } from '../model/plan.js';
import { isMap, shortName } from '../model/value.js';
import { didYouMean } from '../naming/did-you-mean.js';
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

/** Compiles a plan once; checking an event then takes one look-up and one call for each of its properties. */
export function compileChecks(plan: Plan): EventCheck {
  const checks = new Map<unknown, EventCheck>(
    Object.entries(plan.events).map(([name, event]) => [name, compileEvent(event, plan)]),
  );
  return (event) => {
    const check = checks.get(event.eventName);
    if (check) return check(event);
    const { eventName } = event;
    // The tracker tracks them itself, by `setUser` and `setUserProperties`; a plan need not have them.
    if (eventName === USER_IDENTIFY || eventName === USER_UPDATE) return undefined;
    const message = typeof eventName === 'string' ? unknownEvent(eventName, plan) : 'must be a string';
    return [{ path: 'eventName', message }];
  };
}

function compileEvent({ properties: own, open }: PlanEvent, plan: Plan): EventCheck {
  const common = fieldChecks(plan.common).filter(({ name }) => !Object.hasOwn(own, name));
  const fields = new Map([...fieldChecks(own), ...common].map((field) => [field.name, field]));
  const required = fieldChecks(own).filter((field) => field.required);

  return (event) => {
    const values = event.properties;
    if (!isMap(values)) return [{ path: 'properties', message: 'must be an object' }];
    let faults: Fault[] | undefined;
    const add = (path: string, message: string) => {
      faults ??= [];
      faults.push({ path, message });
    };
    for (const name in values) {
      const value = values[name];
      if (value === undefined) continue;
      const field = fields.get(name);
      if (!field) {
        if (!open)
          add(`properties.${shortName(name)}`, `is not in the plan${didYouMean(name, [...fields.keys()])}`);
        continue;
      }
      const message = field.check(value);
      if (message !== undefined) add(field.path, message);
    }
    for (const { name, path } of required) if (values[name] === undefined) add(path, MISSING);
    for (const { name, path, required: isRequired, check } of common) {
      if (values[name] !== undefined) continue;
      // A common field that is not among the properties is a field of the event itself, such as `deviceId`.
      const value = event[name];
      if (value === undefined) {
        if (isRequired) add(path, MISSING);
        continue;
      }
      const message = check(value);
      if (message !== undefined) add(name, message);
    }
    return faults;
  };
}

const MISSING = 'is required, is missing';

function fieldChecks(properties: Record<string, Property>): FieldCheck[] {
  return Object.entries(properties).map(([name, property]) => ({
    name,
    path: `properties.${name}`,
    required: property.required,
    check: compileValueCheck(property),
  }));
}
