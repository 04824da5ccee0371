import { type OptionReader, type ResolvedOptions, resolveOptions, type TrackerOptions } from '@pugmark/core';
import { type Compress, gzip } from './gzip.js';
import { isPage } from './is-page.js';

/** What a page's tracker can be told. Only `apiUrl` is required. */
export interface BrowserOptions extends Omit<TrackerOptions, 'compress'> {
  /** `false` sends every request as plain text; a function packs it in its own way. Default: `gzip`. */
  compress?: boolean | Compress | undefined;
}

export type ResolvedBrowserOptions = Omit<ResolvedOptions, 'compress'> & { compress: boolean | Compress };

const compress: OptionReader<boolean | Compress> = {
  otherwise_: true,
  expects_: 'true, false or a function',
  read_: (value) =>
    typeof value === 'boolean' || typeof value === 'function' ? (value as boolean | Compress) : undefined,
};

/** @throws TypeError that names the option which is wrong, unknown or missing. */
export const resolveBrowserOptions = (options: BrowserOptions): ResolvedBrowserOptions =>
  resolveOptions<object>(options, {
    // Rendered on a server, the page has an origin that is not known yet.
    origin: isPage ? location.origin : 'http://localhost',
    readers: { compress },
  });

export const compressWith = (option: boolean | Compress): Compress =>
  typeof option === 'function' ? option : gzip;
