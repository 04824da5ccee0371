// Written by `pugmark types` from escort.yaml; do not edit. Plan: escort, version 1.
import type { TrackerForEvents } from '@pugmark/plan';

/** The names of the events. */
export const TRACKING_EVENTS = {
  PAGE_VIEW: 'page_view',
  PAGE_LEAVE: 'page_leave',
  BUTTON_CLICK: 'button_click',
  FORM_SUBMIT: 'form_submit',
  SEARCH: 'search',
  FILTER_CHANGE: 'filter_change',
  ORDER_CREATED: 'order_created',
  ORDER_PAID: 'order_paid',
  ORDER_CANCELLED: 'order_cancelled',
  ORDER_COMPLETED: 'order_completed',
  /** The phone number is masked to its last 4 digits before it leaves the device */
  ESCORT_REGISTER: 'escort_register',
  ESCORT_REVIEWED: 'escort_reviewed',
  ESCORT_WORK_STATUS_CHANGE: 'escort_work_status_change',
  ORDER_GRAB: 'order_grab',
  ORDER_ARRIVE: 'order_arrive',
  COUPON_CLAIMED: 'coupon_claimed',
  COUPON_USED: 'coupon_used',
  POINTS_EARNED: 'points_earned',
  POINTS_USED: 'points_used',
  MEMBERSHIP_UPGRADED: 'membership_upgraded',
  API_CALL: 'api_call',
  PAGE_LOAD: 'page_load',
  ERROR_OCCURRED: 'error_occurred',
  USER_REGISTER: 'user_register',
} as const;

/** Properties with personal data: `init({ mask: masking(MASK_RULES) })` masks them on the device. */
export const MASK_RULES = {
  phone: 'phone',
} as const;

/** Fields of every event. They are registered once; an event may give them as well. */
export interface CommonProperties {
  /** uuid */
  eventId?: string | undefined;
  eventName?: string | undefined;
  /** date-time */
  eventTime?: string | undefined;
  userId?: string | undefined;
  escortId?: string | undefined;
  deviceId?: string | undefined;
  sessionId?: string | undefined;
  platform?: string | undefined;
  deviceType?: string | undefined;
  osName?: string | undefined;
  osVersion?: string | undefined;
  appVersion?: string | undefined;
  latitude?: number | undefined;
  longitude?: number | undefined;
  cityCode?: string | undefined;
  properties?: Readonly<Record<string, unknown>> | undefined;
  source?: string | undefined;
  campaign?: string | undefined;
  referrer?: string | undefined;
  utmSource?: string | undefined;
  utmMedium?: string | undefined;
  utmCampaign?: string | undefined;
}

export interface PageViewProperties extends Omit<CommonProperties, 'referrer'> {
  pagePath: string;
  pageTitle: string;
  referrer?: string | undefined;
  duration?: number | undefined;
}

export interface PageLeaveProperties extends CommonProperties {
  pagePath: string;
  duration: number;
}

export interface ButtonClickProperties extends CommonProperties {
  elementId: string;
  elementText: string;
  elementType: string;
  pagePath: string;
}

export interface FormSubmitProperties extends CommonProperties {
  formId: string;
  formName: string;
  success: boolean;
}

export interface SearchProperties extends CommonProperties {
  keyword: string;
  /** An integer */
  resultCount: number;
}

export interface FilterChangeProperties extends CommonProperties {
  filterType: string;
  filterValue: string;
}

export interface OrderCreatedProperties extends Omit<CommonProperties, 'escortId'> {
  orderId: string;
  orderNo: string;
  amount: number;
  serviceId?: string | undefined;
  hospitalId?: string | undefined;
  escortId?: string | undefined;
}

export interface OrderPaidProperties extends CommonProperties {
  orderId: string;
  paymentMethod: string;
  amount: number;
}

export interface OrderCancelledProperties extends CommonProperties {
  orderId: string;
  cancelReason: string;
}

export interface OrderCompletedProperties extends CommonProperties {
  orderId: string;
  duration: number;
  rating: number;
}

/** The phone number is masked to its last 4 digits before it leaves the device */
export interface EscortRegisterProperties extends Omit<CommonProperties, 'escortId'> {
  escortId: string;
  /** Personal data: phone */
  phone: string;
}

export interface EscortReviewedProperties extends Omit<CommonProperties, 'escortId'> {
  escortId: string;
  result: string;
  reviewTime: number;
}

export interface EscortWorkStatusChangeProperties extends Omit<CommonProperties, 'escortId'> {
  escortId: string;
  fromStatus: string;
  toStatus: string;
}

export interface OrderGrabProperties extends Omit<CommonProperties, 'escortId'> {
  orderId: string;
  escortId: string;
  success: boolean;
}

export interface OrderArriveProperties extends Omit<CommonProperties, 'escortId'> {
  orderId: string;
  escortId: string;
  arriveTime: string;
}

export interface CouponClaimedProperties extends Omit<CommonProperties, 'source'> {
  couponId: string;
  couponType: string;
  source: string;
}

export interface CouponUsedProperties extends CommonProperties {
  couponId: string;
  orderId: string;
  discount: number;
}

export interface PointsEarnedProperties extends Omit<CommonProperties, 'userId' | 'source'> {
  userId: string;
  /** An integer */
  points: number;
  source: string;
}

export interface PointsUsedProperties extends Omit<CommonProperties, 'userId'> {
  userId: string;
  /** An integer */
  points: number;
  orderId: string;
}

export interface MembershipUpgradedProperties extends Omit<CommonProperties, 'userId'> {
  userId: string;
  fromLevel: string;
  toLevel: string;
}

export interface ApiCallProperties extends CommonProperties {
  apiPath: string;
  method: string;
  duration: number;
  /** An integer */
  status: number;
}

export interface PageLoadProperties extends CommonProperties {
  pagePath: string;
  loadTime: number;
  /** An integer */
  resourceCount: number;
}

export interface ErrorOccurredProperties extends CommonProperties {
  errorType: string;
  errorMessage: string;
  pagePath: string;
}

export interface UserRegisterProperties extends Omit<CommonProperties, 'userId'> {
  userId: string;
}

/** The properties of each event. */
export interface TrackingProperties {
  page_view: PageViewProperties;
  page_leave: PageLeaveProperties;
  button_click: ButtonClickProperties;
  form_submit: FormSubmitProperties;
  search: SearchProperties;
  filter_change: FilterChangeProperties;
  order_created: OrderCreatedProperties;
  order_paid: OrderPaidProperties;
  order_cancelled: OrderCancelledProperties;
  order_completed: OrderCompletedProperties;
  escort_register: EscortRegisterProperties;
  escort_reviewed: EscortReviewedProperties;
  escort_work_status_change: EscortWorkStatusChangeProperties;
  order_grab: OrderGrabProperties;
  order_arrive: OrderArriveProperties;
  coupon_claimed: CouponClaimedProperties;
  coupon_used: CouponUsedProperties;
  points_earned: PointsEarnedProperties;
  points_used: PointsUsedProperties;
  membership_upgraded: MembershipUpgradedProperties;
  api_call: ApiCallProperties;
  page_load: PageLoadProperties;
  error_occurred: ErrorOccurredProperties;
  user_register: UserRegisterProperties;
}

/** A tracker whose `track` takes only what the plan has. */
export type PlanTracker = TrackerForEvents<TrackingProperties>;
