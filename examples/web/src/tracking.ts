import { init } from '@pugmark/browser';
import type { TrackingProperties } from './tracking-plan.ts';

/** Filled in by the server that serves the built page; empty in development. */
const served = document.querySelector<HTMLMetaElement>('meta[name="pugmark-api-url"]')?.content;

// The invitation token of `/t/<token>` is taken from the path by itself and goes along with every event.
// `track` takes only what the tracking plan has.
export const { track } = init<TrackingProperties>({
  apiUrl: served || (import.meta.env.VITE_PUGMARK_API_URL ?? 'http://127.0.0.1:8787'),
});
