import { init } from '@pugmark/taro';

declare const API_URL: string;

/** Imported first by the app, so that it runs before any page is made. */
init({
  apiUrl: API_URL,
  captureClicks: true,
  captureErrors: true,
  // It tracks itself.
  excludePages: ['/pages/booked/index'],
});
