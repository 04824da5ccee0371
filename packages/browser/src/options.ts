import { type ResolvedOptions, resolveOptions, type TrackerOptions } from '@pugmark/core';
import type { Compress } from './gzip.js';

/** What a page's tracker can be told. Only `apiUrl` is required. */
export interface BrowserOptions extends TrackerOptions {
  /** Makes large requests smaller, such as `gzip`. Default: none. */
  compress?: Compress;
}

type Added = Required<Pick<BrowserOptions, 'compress'>>;

// Gives back what it is given.
const DEFAULTS: Added = { compress: String };

/** @throws TypeError that names the option which is wrong, unknown or missing. */
export const resolveBrowserOptions = (options: BrowserOptions): ResolvedOptions & Added =>
  resolveOptions(options, DEFAULTS);
