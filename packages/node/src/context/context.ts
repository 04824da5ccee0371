import { AsyncLocalStorage } from 'node:async_hooks';
import type { Id } from '@pugmark/core';
import { ownEntries } from '../own-entries.js';
import { processWide } from '../process-wide.js';

/** On whose behalf the process works at the moment. Every event that is tracked meanwhile carries it. */
export interface RequestContext {
  /** Who is signed in. */
  userId?: Id | null | undefined;
  /** The device of the page or mini-program that asks. Outside any context: `server`. */
  deviceId?: string | undefined;
  /** Its session. Outside any context: `server`. */
  sessionId?: string | undefined;
  /** Further identifiers, such as `{ orderId }`. */
  identities?: Record<string, Id> | undefined;
  /** Becomes the property `ip`: give it only where you may and need to keep it. */
  ip?: string | undefined;
  /** Becomes the property `userAgent`. */
  userAgent?: string | undefined;
}

const storage = processWide('request-context', () => new AsyncLocalStorage<RequestContext>());

/**
 * Runs a function in a context: what it tracks, also later in what it awaits, in its timers and in the emitters it
 * calls, carries the context's user, device and session. What `track` is given explicitly counts more. A context
 * within another one adds to it.
 *
 * @returns What the function returns.
 * @example
 * ```ts
 * await withContext({ userId: job.userId, sessionId: job.sessionId }, () => handle(job));
 * ```
 */
export function withContext<Result>(context: RequestContext, run: () => Result): Result {
  return storage.run(join(storage.getStore(), context), run);
}

/** The context of this moment, as a copy; `undefined` outside any. */
export function currentContext(): RequestContext | undefined {
  const context = storage.getStore();
  return context && { ...context };
}

/**
 * Adds to the context that is running, for all that follows in it: for what is known only later, such as the user
 * after the sign-in was checked. Outside any context it does nothing.
 *
 * @example
 * ```ts
 * updateContext({ userId: session.userId });
 * ```
 */
export function updateContext(context: RequestContext): void {
  const current = storage.getStore();
  if (current) Object.assign(current, join(current, context));
}

/** The context itself, for reading only. */
export const runningContext = (): RequestContext | undefined => storage.getStore();

/** What is `undefined` adds nothing; `null` takes away. */
function join(outer: RequestContext | undefined, inner: RequestContext): RequestContext {
  const joined: RequestContext = { ...outer };
  for (const [name, value] of ownEntries(inner))
    if (value !== undefined) Object.assign(joined, { [name]: value });
  if (outer?.identities && joined.identities && joined.identities !== outer.identities)
    joined.identities = Object.fromEntries(
      [outer.identities, joined.identities].flatMap(ownEntries),
    ) as Record<string, Id>;
  return joined;
}
