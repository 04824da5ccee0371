import type { Answer, DropReason, Rejection } from '../wire.js';

/** What `tracker.on` tells about. */
export interface TrackerEvents {
  /** The collector has committed a batch. */
  ack: Answer;
  /** Events were given up; `streamId` is there when that is reported, so not for what the collector itself rejected. */
  drop: { reason: DropReason; count: number; streamId: string | undefined };
  /** The collector refused an event for good; `eventName` says which. */
  reject: Rejection & { eventName?: string };
  /** Something works worse than it should; told once a message. */
  error: { message: string; cause: unknown };
}
