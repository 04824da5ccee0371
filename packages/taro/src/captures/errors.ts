import type { Tracker } from '@pugmark/core';
import type { NativeApi } from '../mini-api.js';
import type { PageVisits } from './page-visits.js';

/** Script errors and rejections that nobody handled. Stacks stay out: they may hold what a user typed. */
export function captureErrors(
  track: Tracker['track'],
  native: Pick<NativeApi, 'onError' | 'onUnhandledRejection'>,
  visits: PageVisits,
): void {
  const tell = (errorType: string, error: unknown) => {
    const text = (error as Error | undefined)?.message || `${error}`;
    const [errorMessage = ''] = text.split('\n');
    track('error_occurred', {
      errorType,
      errorMessage: errorMessage.slice(0, 300),
      pagePath: visits.page().pagePath,
    });
  };
  native.onError?.((error) => tell('script', error));
  native.onUnhandledRejection?.(({ reason }) => tell('rejection', reason));
}
