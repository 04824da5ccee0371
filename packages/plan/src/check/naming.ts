import type { Plan } from '../format/plan.js';
import type { Problem } from '../format/problem.js';
import { findTwins } from '../generate/names.js';

/** Lower-case snake_case: `order_paid`, `page_view`, or one word. */
const SNAKE_CASE = /^[a-z][a-z\d]*(?:_[a-z\d]+)*$/;

export function checkNames(plan: Plan): Problem[] {
  const names = Object.keys(plan.events);
  const misnamed = names
    .filter((name) => !SNAKE_CASE.test(name))
    .map((name) => ({
      code: 'event_not_snake_case',
      path: ['events', name],
      message: 'an event is named in lower-case snake_case, as verb_object or noun_action',
    }));
  const twins = findTwins(names).map(([first, second]) => ({
    code: 'event_twice',
    path: ['events', second],
    message: `means the same name as "${first}"`,
  }));
  const similar = Object.entries(plan.events).flatMap(([event, { properties }]) =>
    findTwins(Object.keys({ ...plan.common, ...properties }))
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
  return [...misnamed, ...twins, ...common, ...similar];
}
