import { init } from '@pugmark/taro';
import type { PlanTracker } from './tracking-plan';

declare const API_URL: string;

/** Imported first by the app, so that it runs before any page is made. */
export const tracker = init({ apiUrl: API_URL, captureClicks: true, captureErrors: true }) as PlanTracker;
