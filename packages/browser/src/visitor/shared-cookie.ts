import type { Plugin, SyncStore } from '@pugmark/core';
import { isPage } from '../is-page.js';
import { warn } from '../warn.js';

/** Where the device is shared, and for how long. */
export interface SharedCookieOptions {
  /**
   * The domain whose subdomains share it, such as `.example.com`; `auto` is the widest one that the browser allows.
   * Default `auto`.
   */
  domain?: string | undefined;
  /** Days that it is kept after the latest visit, 1 to 400. Default 365. */
  days?: number | undefined;
}

const DOMAIN = /^\.?[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const DAY_SECONDS = 86_400;
const ID = /^[\w-]{1,64}$/;

/**
 * Keeps the device in a cookie as well, so that `www.example.com` and `shop.example.com` see one visitor. The cookie
 * holds the random id and nothing else, is `Secure` on https and `SameSite=Lax`, is written with consent only, and goes
 * when consent is denied. Give it to `init`.
 *
 * @throws TypeError that names the option which is wrong.
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { sharedCookie } from '@pugmark/browser/cookie';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [sharedCookie({ domain: '.example.com' })] });
 * ```
 */
export function sharedCookie({ domain = 'auto', days = 365 }: SharedCookieOptions = {}): Plugin {
  if (typeof domain !== 'string' || (domain !== 'auto' && !DOMAIN.test(domain)))
    throw new TypeError('pugmark: option "domain" must be "auto" or a domain such as ".example.com"');
  if (!(days >= 1 && days <= 400)) throw new TypeError('pugmark: option "days" must be from 1 to 400');
  return {
    name: 'shared-cookie',
    platform: ({ settings }, { name }) =>
      isPage ? { settings: share(settings, { name, domain, days }) } : {},
  };
}

function share(
  settings: SyncStore,
  { name, domain, days }: { name: string; domain: string; days: number },
): SyncStore {
  const cookie = `pugmark_device${name === 'pugmark' ? '' : `_${encodeURIComponent(name)}`}`;
  /** Found out at the first write, since trying a domain writes. */
  let widest: string | undefined;
  let writtenAt = 0;

  const write = (id: string) => {
    widest = widest ?? (domain === 'auto' ? findWidest() : domain);
    writeCookie(cookie, id, widest, Math.round(days * DAY_SECONDS));
    writtenAt = Date.now();
    if (readCookie(cookie) !== id) warn(`the device could not be shared at "${widest}"`);
  };

  return {
    ...settings,
    get: (key) => (key === 'device' ? (readCookie(cookie) ?? settings.get(key)) : settings.get(key)),
    set(key, value) {
      const isKept = settings.set(key, value);
      if (key === 'device') write(value);
      else if (key !== 'consent' && Date.now() - writtenAt > DAY_SECONDS * 1000) {
        // Whatever is written is written with consent: then the cookie may be made, and lives on.
        const id = readCookie(cookie) ?? settings.get('device');
        if (id && ID.test(id)) write(id);
      }
      return isKept || (key === 'device' && readCookie(cookie) === value);
    },
    remove(key) {
      settings.remove(key);
      if (key !== 'device') return;
      // Only with the domain that it was written for is it the same cookie.
      for (const each of domain === 'auto' ? domains() : [domain]) writeCookie(cookie, '', each, 0);
    },
    keys() {
      const keys = settings.keys();
      return readCookie(cookie) === undefined || keys.includes('device') ? keys : [...keys, 'device'];
    },
  };
}

function readCookie(name: string): string | undefined {
  try {
    const [, value = ''] =
      new RegExp(`(?:^|; )${name.replace(/[^\w]/g, '\\$&')}=([^;]*)`).exec(document.cookie) || [];
    return ID.test(value) ? value : undefined;
  } catch {
    // A sandboxed page may not read any.
    return undefined;
  }
}

/** @param domain Empty: of this host alone. */
function writeCookie(name: string, value: string, domain: string, seconds: number): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  const of = domain ? `; Domain=${domain}` : '';
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is asynchronous, and not everywhere.
    document.cookie = `${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${of}${secure}`;
  } catch {
    // A sandboxed page may not write any.
  }
}

/** From the widest to this very host; the browser refuses those that are everybody's, such as `.com`. */
function domains(): string[] {
  const labels = location.hostname.split('.');
  // An address of digits is no domain.
  if (/^[\d.]+$|:/.test(location.hostname)) return [''];
  return [...labels.keys()]
    .slice(1)
    .map((count) => `.${labels.slice(-count - 1).join('.')}`)
    .concat('');
}

function findWidest(): string {
  const probe = 'pugmark_probe';
  return (
    domains().find((domain) => {
      writeCookie(probe, '1', domain, 10);
      const isTaken = readCookie(probe) === '1';
      writeCookie(probe, '', domain, 0);
      return isTaken;
    }) ?? ''
  );
}
