import { addHandOver, type Plugin, type PluginContext, writeHandOver } from '@pugmark/core';
import { listen } from '../listen.js';
import { arrive, takeOver } from './take-over.js';

/**
 * Keeps device and session of a visitor who follows a link from one of your sites to another. A link to one of the hosts,
 * or to a host below it, gets a parameter `pugmark` when it is clicked, which holds for two minutes and for this browser
 * only; the page that it leads to checks it and takes it out of its address. Links to other hosts stay as they are. Give
 * it to `init`, on every site.
 *
 * @param hosts Of your sites, such as `shop.example`.
 * @throws TypeError when they are no names of hosts.
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { crossDomain } from '@pugmark/browser/cross-domain';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [crossDomain(['shop.example', 'pay.example'])] });
 * ```
 */
export function crossDomain(hosts: readonly string[]): Plugin {
  if (!Array.isArray(hosts) || !hosts.every((host) => typeof host === 'string' && HOST.test(host)))
    throw new TypeError('pugmark: crossDomain needs a list of hosts, such as ["shop.example"]');
  const isOwn = (host: string) =>
    hosts.some(
      (own) => host === own.toLowerCase() || host.slice(-own.length - 1) === `.${own.toLowerCase()}`,
    );
  return {
    name: 'cross-domain',
    platform: ({ settings }) => ({ settings: takeOver(settings, arrive(navigator.userAgent)) }),
    setup: (context) =>
      // The middle button opens a link too, and says so by another name.
      listen<MouseEvent>(['click', 'auxclick'], (event) => decorate(event, context, isOwn)),
  };
}

const HOST = /^[^\s/:?#]+(:\d+)?$/;

function decorate(
  event: MouseEvent,
  { visitor, clock }: PluginContext,
  isOwn: (host: string) => boolean,
): void {
  const link = linkOf(event);
  if (!link || !/^https?:$/.test(link.protocol)) return;
  if (link.hostname === location.hostname || !(isOwn(link.hostname) || isOwn(link.host))) return;
  const who = visitor();
  const text = who && writeHandOver(who, clock.now(), navigator.userAgent);
  if (!text) return;
  const before = link.getAttribute('href') as string;
  link.href = addHandOver(link.href, text);
  // The browser has read it by then; what is copied later must not name the visitor.
  clock.timer(() => link.setAttribute('href', before), 0);
}

/** Also within a shadow root. */
function linkOf(event: Event): HTMLAnchorElement | undefined {
  const path = event.composedPath() as Partial<HTMLAnchorElement>[];
  return path.find(({ tagName, href }) => tagName === 'A' && typeof href === 'string') as
    | HTMLAnchorElement
    | undefined;
}
