import { h, s } from '../dom.ts';

/** The brand on top, the page below it. */
export function frame(name: string, ...children: (Node | false | undefined)[]): HTMLElement {
  return h('div', { class: `page page-${name}` }, brand(), h('main', {}, ...children));
}

function brand(): HTMLElement {
  const mark = s(
    'svg',
    { class: 'mark', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    s('rect', { class: 'mark-ground', width: 32, height: 32, rx: 9 }),
    s('path', { class: 'mark-steps', d: 'M6 25h6v-5h6v-5h6V9' }),
    s('circle', { class: 'mark-sun', cx: 10, cy: 10, r: 3.4 }),
  );
  return h(
    'header',
    { class: 'brand' },
    mark,
    h('span', { class: 'brand-name' }, '拾级'),
    h('span', { class: 'brand-note' }, '学习力测评'),
  );
}
