import { EVENT_NAME, MAX_EVENT_NAME } from '../vocabulary.js';

export const isEventName = (name: string): boolean => name.length <= MAX_EVENT_NAME && EVENT_NAME.test(name);

/** `Order Completed`, `OrderPaid` and `$pageview` in the words of a plan. */
export const suggestEventName = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[\d_]+|_$/g, '')
    .slice(0, MAX_EVENT_NAME);
