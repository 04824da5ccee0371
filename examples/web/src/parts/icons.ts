import { s } from '../dom.ts';

/** Decoration: screen readers pass over it. */
export function icon(path: string): SVGElement {
  return s('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, s('path', { d: path }));
}

export const ARROW = 'M5 12h13M13 6l6 6-6 6';
export const BACK = 'M19 12H6M11 6l-6 6 6 6';
export const CHECK = 'M5 12.5l4.5 4.5L19 7.5';
export const CHEVRON = 'M6 9l6 6 6-6';
export const CLOCK = 'M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z';
export const LIST = 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01';
export const REPORT = 'M7 3h7l5 5v13H7zM14 3v5h5M10 13h6M10 17h6';
export const CHAT = 'M4 5h16v11H10l-4 4v-4H4z';
