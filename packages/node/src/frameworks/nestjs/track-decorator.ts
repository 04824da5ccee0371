import type { Who } from '../../business-event.js';
import { logger } from '../../platform.js';
import { runningTracker } from './running-trackers.js';

/** What an event is made of: the call of the method, once it has succeeded. */
export interface TrackedCall<Args extends unknown[] = never[], Result = never> {
  args: Args;
  /** What the method has returned, awaited. */
  result: Result;
}

export interface TrackDecoratorOptions<Args extends unknown[], Result> {
  properties?: (call: TrackedCall<Args, Result>) => object;
  /** The user and identities of the event; those of the request's context need not be repeated. */
  who?: (call: TrackedCall<Args, Result>) => Who;
}

type Method = (...args: never[]) => unknown;

/**
 * Tracks an event each time the method has succeeded. A method that throws or rejects tracks nothing; what it
 * returns or throws is unchanged, and a failure to track is only warned of.
 *
 * @param eventName Lower-case snake_case, such as `order_paid`.
 * @example
 * ```ts
 * @Track('order_paid', { properties: ({ args: [orderId, amount] }) => ({ orderId, amount }) })
 * async pay(orderId: string, amount: number) {}
 * ```
 */
export function Track<Args extends unknown[], Result>(
  eventName: string,
  options: TrackDecoratorOptions<Args, Result> = {},
) {
  return <M extends Method>(
    _target: object,
    _name: string | symbol,
    descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    const method = descriptor.value;
    if (!method) return;
    const emit = (args: Args, result: Result) => {
      try {
        const call = { args, result };
        runningTracker()?.trackBusinessEvent(eventName, options.properties?.(call), options.who?.(call));
      } catch (cause) {
        logger.warn(`pugmark: @Track could not track ${eventName}`, cause);
      }
      return result;
    };
    function tracked(this: unknown, ...args: Args): unknown {
      const result = Reflect.apply(method as M, this, args);
      return result instanceof Promise
        ? result.then((value) => emit(args, value))
        : emit(args, result as Result);
    }
    Object.defineProperty(tracked, 'name', { value: method.name });
    copyMetadata(method, tracked);
    descriptor.value = tracked as Method as M;
  };
}

/** Routes, guards and pipes are metadata on the method itself, and must stay, whatever the order of the decorators. */
function copyMetadata(from: object, to: object): void {
  const metadata = Reflect as unknown as {
    getMetadataKeys(of: object): unknown[];
    getMetadata(key: unknown, of: object): unknown;
    defineMetadata(key: unknown, value: unknown, of: object): void;
  };
  for (const key of metadata.getMetadataKeys(from))
    metadata.defineMetadata(key, metadata.getMetadata(key, from), to);
}
