import { h } from '../dom.ts';
import { frame } from '../parts/frame.ts';
import { hills } from '../parts/hills.ts';
import { ARROW, icon } from '../parts/icons.ts';

const DEMO = '/t/demo-invitation';

/** Without an invitation there is nothing to assess: the way to one. */
export function homePage(): HTMLElement {
  return frame(
    'home',
    h('div', { class: 'scene' }, hills()),
    h(
      'div',
      { class: 'lead' },
      h('h1', { tabindex: -1 }, '测评需要一份邀请'),
      h('p', { class: 'sub' }, '教练发来的链接里带着你的邀请码。没有链接也没关系，先用一份示例邀请看看。'),
      // A real page load: the tracker reads the invitation of the address when it starts.
      h('a', { class: 'button primary', href: DEMO }, '打开示例邀请', icon(ARROW)),
    ),
  );
}
