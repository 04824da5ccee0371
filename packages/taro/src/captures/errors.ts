import type { Plugin } from '@pugmark/core';
import { describeError } from '@pugmark/core';
import type { NativeApi } from '../mini-api.js';
import type { PageVisits } from './page-visits.js';
import { tidyLine } from './tidy-line.js';

/** Script errors and rejections that nobody handled. Of a stack only the frames are told: its text may hold what a user typed. */
export const errorCapture = (
  native: Pick<NativeApi, 'onError' | 'onUnhandledRejection'>,
  visits: Pick<PageVisits, 'page'>,
): Plugin => ({
  name: 'errors',
  setup({ track }) {
    // The platforms take no listener back: it falls silent.
    let isOn = true;
    const tell = (errorType: string, error: unknown) => {
      if (!isOn) return;
      track('error_occurred', {
        errorType,
        ...describeError(error, tidyLine),
        pagePath: visits.page().pagePath,
      });
    };
    native.onError?.((error) => tell('script', error));
    native.onUnhandledRejection?.((event) => tell('rejection', reasonOf(event)));
    return () => {
      isOn = false;
    };
  },
});

/** A platform may hand over what was rejected with, instead of an event that holds it. */
const reasonOf = (event: unknown): unknown =>
  typeof event === 'object' && event && 'reason' in event ? event.reason : event;
