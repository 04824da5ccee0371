/** Each SDK as an app would start it with its own captures on: the text of a module, bundled as an app's build would. */
export const SDKS = {
  none: 'export {};',
  pugmark: `
import { init } from '@pugmark/browser';
import { captures } from '@pugmark/browser/captures';
init({ apiUrl: location.origin, plugins: [captures({
  pageViews: true, clicks: { rage: true, dead: true }, forms: true, exposure: true, performance: true, apiCalls: true, errors: true,
})] });`,
  amplitude: `
import * as amplitude from '@amplitude/analytics-browser';
amplitude.init('bench', undefined, {
  serverUrl: location.origin + '/2/httpapi', remoteConfig: { fetchRemoteConfig: false }, enableDiagnostics: false,
  autocapture: { attribution: true, pageViews: true, sessions: true, formInteractions: true, fileDownloads: true,
    elementInteractions: true, frustrationInteractions: true, networkTracking: true, webVitals: true },
});`,
  posthog: `
import posthog from 'posthog-js';
posthog.init('bench', {
  api_host: location.origin, persistence: 'localStorage', autocapture: true, capture_pageview: 'history_change', capture_pageleave: true,
  rageclick: true, disable_session_recording: true, disable_surveys: true, disable_external_dependency_loading: true,
  advanced_disable_flags: true, opt_out_useragent_filter: true,
});`,
  // Clicks and forms are packages of their own there: page views and the page pings only.
  snowplow: `
import { enableActivityTracking, newTracker, trackPageView } from '@snowplow/browser-tracker';
newTracker('bench', location.origin, { appId: 'bench', eventMethod: 'post', bufferSize: 10 });
enableActivityTracking({ minimumVisitLength: 5, heartbeatDelay: 5 });
trackPageView();
const { pushState } = history;
history.pushState = function (...args) { pushState.apply(this, args); trackPageView(); };`,
};
