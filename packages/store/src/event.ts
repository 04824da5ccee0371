import type { CampaignFacts, DeviceFacts, Identities, JsonValue } from '@pugmark/core';

/** Campaign, invitation and device facts of an event. */
export type Facts = CampaignFacts & DeviceFacts;

/**
 * A remark that the collector puts on an event; the event itself is kept.
 * `suspect_batch`: one device scanned too often in a short time. `late_heartbeat`: a heartbeat arrived too late.
 * `truncated`: a property was cut, or left out because another one has the same key once both are cleaned.
 * `absurd_clock`: `sentAt` is more than a year away, so that `eventTime` was not corrected by it.
 * `robot`: the browser says that it is a robot. Any other is of a rule of the operator's own.
 */
export type Mark =
  | 'suspect_batch'
  | 'late_heartbeat'
  | 'truncated'
  | 'absurd_clock'
  | 'robot'
  | (string & {});

/** What is wrong with an event by the tracking plan: `properties.amount`, `must be a number, is the string "1"`. */
export interface PlanFault {
  path: string;
  message: string;
}

/** An event after all stages: the form that stores keep and reads return. Times are ISO 8601 in UTC. */
export interface StoredEvent {
  /** As sent, or derived from name, user, session and second when the client sent none. */
  eventId: string;
  eventName: string;
  /** Corrected by the skew between the clocks of client and collector; never after `receivedAt`. */
  eventTime: string;
  /** As the client's clock said it. */
  clientTime: string;
  receivedAt: string;
  userId?: string;
  identities?: Identities;
  deviceId: string;
  sessionId: string;
  platform: string;
  streamId?: string;
  seq?: number;
  priority?: string;
  /** Share of users whose events of this name are kept: what is counted stands for `1 / sampleRate`. Absent: all are. */
  sampleRate?: number;
  facts: Facts;
  properties: Record<string, JsonValue>;
  marks: Mark[];
  /** Only on an event that the tracking plan found faults with. */
  plan?: PlanFault[];
}
