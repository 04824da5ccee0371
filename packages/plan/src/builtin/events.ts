import { BUTTON_CLICK, PAGE_VIEW, USER_IDENTIFY } from '@pugmark/core/vocabulary';
import type { EventSource, PropertySource } from '../model/plan-source.js';
import type { BuiltinSet } from '../model/words.js';

/** The binding of a device to a user; its properties are the identities of `setUser`, which are the app's own. */
const identify = {
  description: 'A device belongs to a user from now on',
  trigger: 'setUser, when the binding is new',
  priority: 'P0',
} as const satisfies EventSource;

const pageView = {
  pagePath: 'string',
  pageTitle: 'string?',
  referrer: 'string?',
} as const satisfies Record<string, PropertySource>;

const click = {
  elementId: 'string',
  elementText: 'string?',
} as const satisfies Record<string, PropertySource>;

const pageLeave = {
  description: 'A page is left',
  properties: { pagePath: 'string', duration: { type: 'number', description: 'Seen, in ms' } },
} as const satisfies EventSource;

const errorOccurred = {
  description: 'An error that nobody handled',
  properties: {
    errorType: ['script', 'rejection', 'resource'],
    errorMessage: 'string',
    errorStack: 'string?',
    isCrossOrigin: 'boolean?',
    pagePath: 'string?',
  },
} as const satisfies EventSource;

/** Of an element; what the page has written on it comes beside. */
const element = {
  ...click,
  elementType: 'string?',
  pagePath: 'string?',
  linkUrl: 'string?',
} as const satisfies Record<string, PropertySource>;

const form = {
  formId: 'string',
  formName: 'string?',
  pagePath: 'string?',
} as const satisfies Record<string, PropertySource>;

const launch = {
  pagePath: 'string?',
  scene: 'string?',
  query: 'object?',
  referrerAppId: 'string?',
  shareTicket: 'string?',
} as const satisfies Record<string, PropertySource>;

/**
 * What trackers track by themselves, or by a method that names the event, on each platform. An event without
 * `properties` takes any.
 */
export const BUILTIN_EVENTS = {
  'pugmark/web': {
    [PAGE_VIEW]: {
      description: 'A page is shown',
      trigger: 'page-views, or trackPageView',
      properties: { ...pageView, isFirstSession: 'boolean?' },
    },
    page_leave: { ...pageLeave, trigger: 'page-views' },
    [BUTTON_CLICK]: {
      description: 'An element is clicked',
      trigger: 'clicks, or trackClick',
      properties: element,
    },
    rage_click: { description: 'Several quick clicks on one spot', trigger: 'clicks', properties: element },
    dead_click: { description: 'A click that changes nothing', trigger: 'clicks', properties: element },
    form_submit: {
      description: 'A form is submitted',
      trigger: 'forms',
      properties: { ...form, success: 'boolean' },
    },
    form_abandon: {
      description: 'A page is left with a form that was begun',
      trigger: 'forms',
      properties: { ...form, fieldCount: 'integer' },
    },
    search: {
      description: 'A search',
      trigger: 'trackSearch',
      properties: { keyword: 'string', resultCount: 'integer?' },
    },
    filter_change: {
      description: 'A filter is changed',
      trigger: 'trackFilter',
      properties: { filterType: 'string' },
    },
    marketing_expose: {
      description: 'An element is seen',
      trigger: 'exposure',
      properties: { activityId: 'string', pagePath: 'string?' },
    },
    page_load: {
      description: 'A page has loaded',
      trigger: 'performance',
      properties: {
        pagePath: 'string',
        loadTime: { type: 'number', description: 'In ms' },
        resourceCount: 'integer',
      },
    },
    web_vital: {
      description: 'A web vital',
      trigger: 'performance',
      properties: {
        metric: ['CLS', 'FCP', 'INP', 'LCP', 'TTFB'],
        value: { type: 'number', description: 'In ms; of CLS a score' },
        rating: ['good', 'needs-improvement', 'poor'],
        target: 'string?',
        navigationType: 'string?',
        pagePath: 'string?',
      },
    },
    long_task: {
      description: 'The main thread is held up',
      trigger: 'performance',
      properties: {
        duration: { type: 'number', description: 'In ms' },
        startTime: { type: 'number', description: 'In ms since the page began' },
      },
    },
    api_call: {
      description: 'A request of the page',
      trigger: 'api-calls',
      properties: {
        apiPath: 'string',
        method: 'string',
        duration: { type: 'number', description: 'In ms' },
        status: { type: 'integer', description: '0: no answer' },
        apiHost: 'string?',
      },
    },
    error_occurred: { ...errorOccurred, trigger: 'errors' },
    [USER_IDENTIFY]: identify,
  },
  'pugmark/taro': {
    app_launch: {
      description: 'The app starts',
      properties: { ...launch, isFirstSession: 'boolean?' },
    },
    app_show: { description: 'The app comes to the foreground', properties: launch },
    app_hide: {
      description: 'The app goes to the background',
      properties: { duration: { type: 'number', description: 'In the foreground, in ms' } },
    },
    [PAGE_VIEW]: {
      description: 'A page is shown',
      trigger: 'by itself, or trackPageView',
      properties: { ...pageView, isFirstSession: 'boolean?' },
    },
    page_leave: pageLeave,
    [BUTTON_CLICK]: {
      description: 'An element is tapped',
      trigger: 'by itself, or trackClick',
      properties: { ...click, elementType: 'string?', pagePath: 'string?' },
    },
    share_action: {
      description: 'A page is shared',
      properties: {
        pagePath: 'string',
        shareType: ['message', 'timeline'],
        sharePath: 'string?',
        shareTitle: 'string?',
        from: 'string?',
      },
    },
    network_change: { description: 'The network changes', properties: { networkType: 'string' } },
    error_occurred: errorOccurred,
    [USER_IDENTIFY]: identify,
  },
  // A server tracks only what it is told to; its plan may say so, and gains what later versions track by themselves.
  'pugmark/node': {},
} as const satisfies Record<BuiltinSet, Record<string, EventSource>>;
