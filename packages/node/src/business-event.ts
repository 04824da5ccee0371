import type { Id, TrackOptions } from '@pugmark/core';
import { ownEntries } from './own-entries.js';

/** Whom and what one event is about. Ids may be numbers; they travel as text. Empty ones are left out. */
export interface BusinessIdentities {
  userId?: Id | null | undefined;
  escortId?: Id | null | undefined;
  orderId?: Id | null | undefined;
  /** Further identifiers, such as `couponId`. */
  [name: string]: Id | null | undefined;
}

/** Whom an event is about: its user alone, or with further identifiers. */
export type Who = BusinessIdentities | Id | null | undefined;

/** The user and the identities of one event, for `track`, which leaves out and warns of what is not an id. */
export function toTrackOptions(who: Who): TrackOptions {
  if (who === undefined || who === null || who === '') return {};
  // A list is no id either, and is refused like one.
  if (typeof who !== 'object' || Array.isArray(who)) return { userId: who as Id };
  const options: TrackOptions = {};
  for (const [name, id] of ownEntries(who)) {
    if (id === undefined || id === null || id === '') continue;
    if (name === 'userId') options.userId = id as Id;
    else options.identities = { ...options.identities, [name]: id as Id };
  }
  return options;
}
