import { beginPagesWith } from '../testing/visit.js';
import { preludes, together } from './preludes.js';

// The suites of an ordinary page, once more on a page of which nothing is left as the browser made it.
beginPagesWith(together.map((kind) => preludes[kind] as () => void));
await import('../delivery.browser.test.js');
await import('../leaving.browser.test.js');
await import('../storage.browser.test.js');
await import('../gzip.browser.test.js');
