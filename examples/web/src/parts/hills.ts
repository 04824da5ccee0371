import { s } from '../dom.ts';

/** The landing page's picture: a staircase up a hill, with a flag to reach. */
export function hills(): SVGElement {
  return s(
    'svg',
    { class: 'hills', viewBox: '0 0 400 260', 'aria-hidden': 'true', preserveAspectRatio: 'xMaxYMax slice' },
    s('rect', { class: 'hills-sky', width: 400, height: 260 }),
    s('circle', { class: 'hills-halo', cx: 296, cy: 86, r: 62 }),
    s('circle', { class: 'hills-sun', cx: 296, cy: 86, r: 36 }),
    s('path', {
      class: 'hills-cloud',
      d: 'M52 66h62a13 13 0 0 0 0-26 10 10 0 0 0-4 1 22 22 0 0 0-41 4 11 11 0 0 0-17 21z',
    }),
    s('path', { class: 'hills-far', d: 'M0 176q58-66 116-38t92-46q52-66 108 6t84 40v122H0z' }),
    s('path', { class: 'hills-mid', d: 'M0 214q70-54 142-22t128-34q74-52 130-2v104H0z' }),
    s('path', { class: 'hills-near', d: 'M0 246h72v-22h62v-22h62v-22h62v-22h62v-22h80v132H0z' }),
    s('path', { class: 'hills-edge', d: 'M0 246h72v-22h62v-22h62v-22h62v-22h62v-22h80' }),
    s('path', { class: 'hills-pole', d: 'M368 136V78' }),
    s('path', { class: 'hills-flag', d: 'M368 78l-34 12 34 12z' }),
    climber(),
  );
}

/** Halfway up, with a satchel. */
function climber(): SVGElement {
  return s(
    'g',
    { class: 'climber', transform: 'translate(214 180)' },
    s('path', { class: 'climber-leg', d: 'M12-22L6 0M14-22l9 10 1 12' }),
    s('rect', { class: 'climber-body', x: 4, y: -50, width: 18, height: 31, rx: 9 }),
    s('rect', { class: 'climber-bag', x: -4, y: -46, width: 12, height: 20, rx: 5 }),
    s('path', { class: 'climber-arm', d: 'M15-42l13 7 8-9' }),
    s('circle', { class: 'climber-head', cx: 15, cy: -60, r: 9.5 }),
    s('path', { class: 'climber-cap', d: 'M5.5-62a9.5 9.5 0 0 1 19 0h6' }),
  );
}
