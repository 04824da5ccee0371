/** An event that was rejected, as it came. */
export interface RejectedEvent {
  /** Of the store; later ones are greater as numbers. */
  rejectedId: string;
  /** ISO 8601. */
  receivedAt: string;
  /** When its request was sent by the client's clock, if it said so. ISO 8601. */
  sentAt: string | null;
  /** Why: `off_plan`, `invalid_name` … */
  code: string;
  message: string;
  /** The application whose key its request carried. */
  app: string | null;
  /** As far as it has them as texts. */
  eventName: string | null;
  deviceId: string | null;
  userId: string | null;
  /** The event as JSON. */
  body: string;
}

export type NewRejectedEvent = Omit<RejectedEvent, 'rejectedId'>;

export interface RejectedFilter {
  code?: string;
  /** Only those that came before the one with this id. */
  before?: string;
  limit: number;
}

/** Events and days that are kept. Whoever rejects for longer has the latest. */
export const MAX_REJECTED = 10_000;
export const REJECTED_DAYS = 7;

/** Keeps what was rejected, so that it can be looked at, and taken after all when the plan is mended. */
export interface Rejections {
  /** The latest 10 000 are kept, for seven days. */
  keepRejected(events: readonly NewRejectedEvent[]): Promise<void>;
  /** The latest first. */
  rejectedEvents(filter: RejectedFilter): Promise<RejectedEvent[]>;
  forgetRejected(ids: readonly string[]): Promise<void>;
}
