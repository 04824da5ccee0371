import type { CampaignFacts, DeviceFacts, Priority } from './wire.js';

/**
 * The words and limits that trackers, collector and plan have in common. Constants only: whoever needs one builds it
 * in, and carries nothing else of the engine.
 */

/** Events that our trackers know by name. */
export const PAGE_VIEW = 'page_view';
export const BUTTON_CLICK = 'button_click';
export const USER_IDENTIFY = 'user_identify';
export const USER_UPDATE = 'user_update';

/** Lowest first: the order in which a full queue gives records up. */
export const PRIORITIES = ['P2', 'P1', 'P0', 'audit'] as const satisfies readonly Priority[];

/** What an event may be called: lower-case snake_case. */
export const EVENT_NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** Longest event name, in characters. */
export const MAX_EVENT_NAME = 64;
/** Longest id of a user, device, session or stream, in characters. */
export const MAX_ID = 256;
/** Identifiers of one user, and the longest name of one, in characters. */
export const MAX_IDENTITIES = 32;
export const MAX_IDENTITY_NAME = 128;
/** Properties of one event, those that are shared by its group included. */
export const MAX_PROPERTIES = 256;
/** Levels of lists and objects inside one another, the properties themselves being the first. */
export const MAX_DEPTH = 30;

/** Query parameters that tell a campaign; the fact is the same name in camelCase. */
export const CAMPAIGN_PARAMETERS = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'source',
  'campaign',
] as const;

/** Where a visitor came from: texts. */
export const CAMPAIGN_FACTS = [
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'utmTerm',
  'utmContent',
  'source',
  'campaign',
  'referrer',
  'inviteToken',
] as const satisfies readonly (keyof CampaignFacts)[];

/** What a device says of itself in texts. */
export const TEXT_FACTS = [
  'deviceType',
  'osName',
  'osVersion',
  'appVersion',
  'network',
  'cityCode',
] as const satisfies readonly (keyof DeviceFacts)[];

/** What a device says of itself in numbers. */
export const NUMBER_FACTS = ['latitude', 'longitude'] as const satisfies readonly (keyof DeviceFacts)[];

/** A fact that is added to the wire and forgotten in the lists above does not compile. */
type Complete<Fact, Listed> = [Exclude<Fact, Listed>] extends [never] ? true : never;
const isComplete: Complete<keyof CampaignFacts, (typeof CAMPAIGN_FACTS)[number]> &
  Complete<keyof DeviceFacts, (typeof TEXT_FACTS)[number] | (typeof NUMBER_FACTS)[number]> = true;
void isComplete;
