// Written by `pugmark types` from pool-hall.yaml; do not edit. Plan: pool-hall, version 1.
import type { TrackerForEvents } from '@pugmark/plan';

/** The names of the events. */
export const TRACKING_EVENTS = {
  /** PV/UV and funnel start. P0 */
  PAGE_VIEW: 'page_view',
  /** scan conversion. P0 */
  QR_SCAN: 'qr_scan',
  /** utilisation. P0 */
  SESSION_START: 'session_start',
  /** end behaviour. P0 */
  SESSION_END_REQUEST: 'session_end_request',
  /** billing accuracy. P0 */
  BILLING_FROZEN: 'billing_frozen',
  /** conversion. P0 */
  PAYMENT_CREATE: 'payment_create',
  /** revenue. P0 */
  PAYMENT_SUCCESS: 'payment_success',
  /** reservation conversion. P0 */
  RESERVATION_CREATE: 'reservation_create',
  /** reservation quality. P0 */
  RESERVATION_EXPIRE: 'reservation_expire',
  /** online rate. P0 */
  HEARTBEAT_RECEIVE: 'heartbeat_receive',
  /** quality watch. P0 */
  ALARM_RAISE: 'alarm_raise',
  /** response. P0 */
  WORK_ORDER_CREATE: 'work_order_create',
  /** MTTR. P0 */
  WORK_ORDER_CLOSE: 'work_order_close',
  /** reach. P1 */
  MARKETING_EXPOSE: 'marketing_expose',
  /** participation. P1 */
  MARKETING_JOIN: 'marketing_join',
  /** coupon draw. P1 */
  COUPON_RECEIVE: 'coupon_receive',
  /** effect. P1 */
  COUPON_USE: 'coupon_use',
  /** package share. P1 */
  PACKAGE_CONSUME: 'package_consume',
  /** penetration. P1 */
  MEMBERSHIP_ACTIVATE: 'membership_activate',
  /** virality. P2 */
  SHARE_ACTION: 'share_action',
  /** added value. P2 */
  AI_FEEDBACK_VIEW: 'ai_feedback_view',
  /** added revenue. P2 */
  AI_FEEDBACK_PURCHASE: 'ai_feedback_purchase',
} as const;

/** Fields of every event. They are registered once; an event may give them as well. */
export interface CommonProperties {
  /** -1 when not logged in. An integer */
  user_id?: number | undefined;
  /** the table session (business), not the tracking session. An integer */
  session_id?: number | undefined;
  /** An integer */
  store_id?: number | undefined;
  /** An integer */
  table_id?: number | undefined;
  /** ISO 8601, UTC. date-time */
  event_time?: string | undefined;
  platform?: 'h5' | 'mini_program' | 'admin' | 'device' | undefined;
  user_type?: 'new' | 'active' | 'churn_risk' | 'vip' | undefined;
  network?: 'wifi' | '5g' | '4g' | 'other' | undefined;
  /** semver */
  app_version?: string | undefined;
}

/** PV/UV and funnel start. P0 */
export interface PageViewProperties extends CommonProperties {
  page: string;
  referrer: string;
  is_first_session: boolean;
}

/** scan conversion. P0 */
export interface QrScanProperties extends Omit<CommonProperties, 'store_id'> {
  table_code: string;
  /** An integer */
  store_id: number;
  source_channel: string;
}

/** utilisation. P0 */
export interface SessionStartProperties
  extends Omit<CommonProperties, 'session_id' | 'table_id' | 'store_id' | 'user_type'> {
  /** An integer */
  session_id: number;
  /** An integer */
  table_id: number;
  /** An integer */
  store_id: number;
  start_type: 'immediate' | 'reservation';
  user_type: string;
}

/** end behaviour. P0 */
export interface SessionEndRequestProperties extends Omit<CommonProperties, 'session_id'> {
  /** An integer */
  session_id: number;
  duration_seconds: number;
}

/** billing accuracy. P0 */
export interface BillingFrozenProperties extends Omit<CommonProperties, 'session_id'> {
  /** An integer */
  session_id: number;
  amount: number;
  minutes: number;
  /** An integer */
  rules_applied_count: number;
}

/** conversion. P0 */
export interface PaymentCreateProperties extends Omit<CommonProperties, 'session_id'> {
  payment_id: string;
  /** An integer */
  session_id: number;
  amount: number;
  channel: string;
  /** An integer */
  split_count: number;
}

/** revenue. P0 */
export interface PaymentSuccessProperties extends Omit<CommonProperties, 'session_id'> {
  payment_id: string;
  /** An integer */
  session_id: number;
  amount: number;
  channel: string;
  coupon_used: boolean;
  activity_tags: readonly string[];
}

/** reservation conversion. P0 */
export interface ReservationCreateProperties extends Omit<CommonProperties, 'table_id'> {
  reservation_id: string;
  /** An integer */
  table_id: number;
  start_time: string;
  duration: number;
}

/** reservation quality. P0 */
export interface ReservationExpireProperties extends CommonProperties {
  reservation_id: string;
  reason: string;
}

/** online rate. P0 */
export interface HeartbeatReceiveProperties extends Omit<CommonProperties, 'table_id'> {
  device_id: string;
  /** An integer */
  table_id: number;
  /** An integer */
  online: 0 | 1;
  latency_ms: number;
}

/** quality watch. P0 */
export interface AlarmRaiseProperties extends CommonProperties {
  alarm_id: string;
  category: string;
  level: string;
}

/** response. P0 */
export interface WorkOrderCreateProperties extends CommonProperties {
  work_order_id: string;
  alarm_id: string;
  priority: string;
}

/** MTTR. P0 */
export interface WorkOrderCloseProperties extends CommonProperties {
  work_order_id: string;
  duration_minutes: number;
}

/** reach. P1 */
export interface MarketingExposeProperties extends CommonProperties {
  activity_id: string;
  position: string;
  user_segment: string;
}

/** participation. P1 */
export interface MarketingJoinProperties extends CommonProperties {
  activity_id: string;
  action_type: string;
}

/** coupon draw. P1 */
export interface CouponReceiveProperties extends CommonProperties {
  coupon_id: string;
  source: string;
  /** An integer */
  remain_quota: number;
}

/** effect. P1 */
export interface CouponUseProperties extends Omit<CommonProperties, 'session_id'> {
  coupon_id: string;
  /** An integer */
  session_id: number;
  discount_value: number;
}

/** package share. P1 */
export interface PackageConsumeProperties extends CommonProperties {
  package_id: string;
  minutes_used: number;
  value_deducted: number;
}

/** penetration. P1 */
export interface MembershipActivateProperties extends CommonProperties {
  level: string;
  /** An integer */
  period_days: number;
}

/** virality. P2 */
export interface ShareActionProperties extends CommonProperties {
  channel: string;
  target: 'page' | 'session';
}

/** added value. P2 */
export interface AiFeedbackViewProperties extends Omit<CommonProperties, 'session_id'> {
  /** An integer */
  session_id: number;
  feature_type: string;
}

/** added revenue. P2 */
export interface AiFeedbackPurchaseProperties extends CommonProperties {
  feature_type: string;
  amount: number;
}

/** The properties of each event. */
export interface TrackingProperties {
  page_view: PageViewProperties;
  qr_scan: QrScanProperties;
  session_start: SessionStartProperties;
  session_end_request: SessionEndRequestProperties;
  billing_frozen: BillingFrozenProperties;
  payment_create: PaymentCreateProperties;
  payment_success: PaymentSuccessProperties;
  reservation_create: ReservationCreateProperties;
  reservation_expire: ReservationExpireProperties;
  heartbeat_receive: HeartbeatReceiveProperties;
  alarm_raise: AlarmRaiseProperties;
  work_order_create: WorkOrderCreateProperties;
  work_order_close: WorkOrderCloseProperties;
  marketing_expose: MarketingExposeProperties;
  marketing_join: MarketingJoinProperties;
  coupon_receive: CouponReceiveProperties;
  coupon_use: CouponUseProperties;
  package_consume: PackageConsumeProperties;
  membership_activate: MembershipActivateProperties;
  share_action: ShareActionProperties;
  ai_feedback_view: AiFeedbackViewProperties;
  ai_feedback_purchase: AiFeedbackPurchaseProperties;
}

/** A tracker whose `track` takes only what the plan has. */
export type PlanTracker = TrackerForEvents<TrackingProperties>;
