/**
 * A store cannot keep something of a batch, whatever is done: text or a time that its format does not have. Nothing of the
 * batch was stored. Whoever commits looks for the event that it is, and rejects that one alone.
 */
export class UnstorableError extends Error {
  override readonly name = 'UnstorableError';
}

/** Why a store takes nothing at the moment. */
export type Unavailability =
  /** The disk has too little room. */
  | 'disk_full'
  /** Another collector has taken the data directory. */
  | 'not_owner'
  /** Too much is waiting already. */
  | 'overloaded'
  /** It did not answer in time. */
  | 'timed_out'
  /** It opens, or it stopped working and is opened again. */
  | 'opening'
  /** It was closed. */
  | 'closed'
  /** Anything else. */
  | 'store_unavailable';

/** A store takes nothing at the moment; the same batch may be stored later. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  constructor(
    readonly code: Unavailability,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A place in the feed of another database, such as one that was restored from a dump since. */
export class ForeignCursorError extends Error {
  override readonly name = 'ForeignCursorError';
  constructor() {
    super(
      'This place lies ahead of all that this database has done: it is of another one, or the database was restored ' +
        "since. Events after it cannot be told for certain: run UPDATE events SET xid = '0', UPDATE erasures SET xid = '0' " +
        'and DELETE FROM followers, and let whoever keeps a place of its own begin anew.',
    );
  }
}

/** A follower is not where it was taken to be: another process follows the feed under the same name. */
export class FollowerMovedError extends Error {
  override readonly name = 'FollowerMovedError';
  constructor(follower: string) {
    super(
      `The follower "${follower}" was moved on by another process. Run it once, or give each its own name; what was read ` +
        'since the last step is read again.',
    );
  }
}
