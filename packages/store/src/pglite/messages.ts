import { FollowerMovedError, ForeignCursorError, StoreUnavailableError, UnstorableError } from '../errors.ts';
import type { Store } from '../ports.ts';

/** What the thread of the database is asked; answers carry the same id. */
export interface Call {
  id: number;
  method: Exclude<keyof Store, 'concurrency' | 'isInstant' | 'source'> | 'query';
  args: unknown[];
}

/** The first message, without an id, says whether the database could be opened. */
export type Reply = { id?: number } & ({ value: unknown } | { error: SentError });

/** An error on its way between threads, which would keep nothing but its message. */
export interface SentError {
  name: string;
  message: string;
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  return { name: error.name, message: error.message };
}

export function receiveError({ name, message }: SentError): Error {
  if (name === 'UnstorableError') return new UnstorableError(message);
  if (name === 'TypeError') return new TypeError(message);
  if (name === 'FollowerMovedError') return Object.assign(new FollowerMovedError(''), { message });
  if (name === 'ForeignCursorError') return new ForeignCursorError();
  if (name === 'DamagedDataError') return Object.assign(new Error(message), { name: DAMAGED });
  return new StoreUnavailableError('store_unavailable', message);
}

export const DAMAGED = 'DamagedDataError';
