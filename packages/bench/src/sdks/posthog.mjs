import posthog from 'posthog-js/dist/module.slim.js';

/** The slim build (no recorder, surveys, autocapture); its client-side rate limit is lifted for the burst. */
export function init(url) {
  posthog.init('bench', {
    api_host: url,
    persistence: 'localStorage',
    autocapture: false,
    capture_pageview: false,
    capture_pageleave: false,
    capture_performance: false,
    disable_session_recording: true,
    disable_surveys: true,
    disable_external_dependency_loading: true,
    advanced_disable_flags: true,
    // It drops the events of a driven browser as a bot's.
    opt_out_useragent_filter: true,
    rate_limiting: { events_per_second: 100_000, events_burst_limit: 1_000_000 },
  });
}
export function track(name, properties) {
  posthog.capture(name, properties);
}
export function setUser(userId) {
  posthog.identify(userId);
}
/** PostHog has no flush: its queue is sent every three seconds. */
export function flush() {}
