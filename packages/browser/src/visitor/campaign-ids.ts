import type { PluginContext } from '@pugmark/core';
import { campaign } from '../campaign.js';

/** Click ids of advertising networks: the query parameter, and the property that it becomes. */
export const CLICK_IDS: Readonly<Record<string, string>> = {
  gclid: 'gclid',
  wbraid: 'wbraid',
  gbraid: 'gbraid',
  dclid: 'dclid',
  fbclid: 'fbclid',
  msclkid: 'msclkid',
  ttclid: 'ttclid',
  twclid: 'twclid',
  li_fat_id: 'liFatId',
  yclid: 'yclid',
  epik: 'epik',
  ScCid: 'scCid',
  rdt_cid: 'rdtCid',
  bd_vid: 'bdVid',
  qhclickid: 'qhclickid',
  gdt_vid: 'gdtVid',
  clickid: 'clickid',
};

const MAX_LENGTH = 500;

/** @param read Gives the value of a property. Default: of the page's address. */
export function readClickIds(read?: (property: string) => unknown): Record<string, string> {
  const query = new URLSearchParams(location.search);
  const found: Record<string, string> = {};
  for (const [parameter, property] of Object.entries(CLICK_IDS)) {
    const value = read ? read(property) : query.get(parameter);
    if (typeof value === 'string' && value) found[property] = value.slice(0, MAX_LENGTH);
  }
  return found;
}

/** Where the visitor came from the first time: as it is kept, or now, which is kept then. */
export function readFirstTouch({ settings }: PluginContext): Record<string, string> {
  try {
    const kept = JSON.parse(settings.get('first') || 'null');
    if (kept && typeof kept === 'object') return kept;
  } catch {
    // What a page finds may be damaged.
  }
  const found = { ...campaign(), ...readClickIds(), landingPath: location.pathname } as Record<
    string,
    string
  >;
  settings.set('first', JSON.stringify(found));
  return found;
}
