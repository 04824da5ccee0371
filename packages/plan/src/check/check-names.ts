import { EVENT_NAME, MAX_EVENT_NAME } from '@pugmark/core/vocabulary';
import type { Plan } from '../model/plan.js';
import type { Problem } from '../model/problem.js';
import { findTwins } from '../naming/names.js';

export function checkNames(plan: Plan): Problem[] {
  const names = Object.keys(plan.events);
  const misnamed = names
    .filter((name) => !EVENT_NAME.test(name))
    .map((name) => ({
      code: 'event_not_snake_case',
      path: ['events', name],
      message: 'an event is named in lower-case snake_case, as verb_object or noun_action',
    }));
  const long = names
    .filter((name) => name.length > MAX_EVENT_NAME)
    .map((name) => ({
      code: 'event_name_long',
      path: ['events', name],
      message: `the name of an event has at most ${MAX_EVENT_NAME} characters, this one ${name.length}`,
    }));
  const twins = findTwins(names).map(([first, second]) => ({
    code: 'event_twice',
    path: ['events', second],
    message: `means the same name as "${first}"`,
  }));
  const similar = Object.entries(plan.events).flatMap(([event, { properties, builtin }]) =>
    // How the SDK writes its properties is not for the plan to mend.
    (builtin ? [] : findTwins(Object.keys({ ...plan.common, ...properties })))
      // Two common fields that are alike are told once, below.
      .filter(([, second]) => Object.hasOwn(properties, second))
      .map(([first, second]) => ({
        code: 'property_twice',
        path: ['events', event, 'properties', second],
        message: `means the same name as "${first}"`,
      })),
  );
  const common = findTwins(Object.keys(plan.common)).map(([first, second]) => ({
    code: 'property_twice',
    path: ['common', second],
    message: `means the same name as "${first}"`,
  }));
  return [...misnamed, ...long, ...twins, ...common, ...similar];
}
