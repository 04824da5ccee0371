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
    [PAGE_VIEW]: { description: 'A page is shown', trigger: 'trackPageView', properties: pageView },
    [BUTTON_CLICK]: { description: 'An element is clicked', trigger: 'trackClick', properties: click },
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
    page_leave: {
      description: 'A page is left',
      properties: { pagePath: 'string', duration: { type: 'number', description: 'In front, in ms' } },
    },
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
    error_occurred: {
      description: 'An error that nobody handled',
      properties: {
        errorType: ['script', 'rejection'],
        errorMessage: 'string',
        errorStack: 'string?',
        pagePath: 'string?',
      },
    },
    [USER_IDENTIFY]: identify,
  },
  // A server tracks only what it is told to; its plan may say so, and gains what later versions track by themselves.
  'pugmark/node': {},
} as const satisfies Record<BuiltinSet, Record<string, EventSource>>;
