// Written by `pugmark types` from lead-funnel.yaml; do not edit. Plan: lead-funnel, version 1.
import type { TrackerForEvents } from '@pugmark/plan';

/** The names of the events. */
export const TRACKING_EVENTS = {
  /** When: landing page opened. P0 */
  LANDING_PAGE_VIEW: 'landing_page_view',
  /** When: start-assessment button clicked. P0 */
  LANDING_START_CLICK: 'landing_start_click',
  /** When: result page opened. P0 */
  RESULT_PAGE_VIEW: 'result_page_view',
  /** When: detailed report expanded. P1 */
  RESULT_DETAIL_EXPAND: 'result_detail_expand',
  /** When: contact-the-coach clicked. P0 */
  RESULT_CONTACT_CLICK: 'result_contact_click',
} as const;

/** Fields of every event. They are registered once; an event may give them as well. */
export interface CommonProperties {
  /** taken from the page path /t/<token> */
  inviteToken?: string | undefined;
}

/** When: landing page opened. P0 */
export interface LandingPageViewProperties extends CommonProperties {
  version: string;
}

/** When: start-assessment button clicked. P0 */
export interface LandingStartClickProperties extends CommonProperties {
  version: string;
}

/** When: result page opened. P0 */
export interface ResultPageViewProperties extends CommonProperties {}

/** When: detailed report expanded. P1 */
export interface ResultDetailExpandProperties extends CommonProperties {}

/** When: contact-the-coach clicked. P0 */
export interface ResultContactClickProperties extends CommonProperties {}

/** The properties of each event. */
export interface TrackingProperties {
  landing_page_view: LandingPageViewProperties;
  landing_start_click: LandingStartClickProperties;
  result_page_view: ResultPageViewProperties;
  result_detail_expand: ResultDetailExpandProperties;
  result_contact_click: ResultContactClickProperties;
}

/** A tracker whose `track` takes only what the plan has. */
export type PlanTracker = TrackerForEvents<TrackingProperties>;
