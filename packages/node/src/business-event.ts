import type { TrackOptions } from '@pugmark/core';

/** Whom and what one event is about. Ids may be numbers; they travel as text. Empty ones are left out. */
export interface BusinessIdentities {
  userId?: string | number | null | undefined;
  escortId?: string | number | null | undefined;
  orderId?: string | number | null | undefined;
  /** Further identifiers, such as `couponId`. */
  [name: string]: string | number | null | undefined;
}

/** The user and the identities of one event, for `track`. */
export function toTrackOptions(who: BusinessIdentities | null | undefined): TrackOptions {
  const options: TrackOptions = {};
  for (const name in who) {
    const id = who[name];
    if (!(typeof id === 'string' && id) && typeof id !== 'number') continue;
    if (name === 'userId') options.userId = String(id);
    else {
      options.identities ??= {};
      options.identities[name] = String(id);
    }
  }
  return options;
}
