import { QUESTIONS } from '../assessment/questions.ts';
import { h } from '../dom.ts';
import { portrait } from '../parts/coach.ts';
import { frame } from '../parts/frame.ts';
import { hills } from '../parts/hills.ts';
import { ARROW, CLOCK, icon, LIST, REPORT } from '../parts/icons.ts';
import { go } from '../router.ts';
import { track } from '../tracking.ts';

/** Which form of this page it is, so that its successor can be compared with it. */
const VERSION = 'v1';

export function landingPage(token: string): HTMLElement {
  track('landing_page_view', { version: VERSION });

  const start = () => {
    track('landing_start_click', { version: VERSION });
    go({ page: 'question', token, number: 1 });
  };

  return frame(
    'landing',
    h('div', { class: 'scene' }, hills()),
    h(
      'div',
      { class: 'lead' },
      h(
        'p',
        { class: 'invitation' },
        portrait(),
        h('span', {}, h('strong', {}, '林晓教练'), ' 邀请你参加'),
        h('span', { class: 'code', title: '邀请码' }, decoded(token)),
      ),
      h(
        'h1',
        { tabindex: -1 },
        h('span', {}, '三分钟，'),
        h('span', {}, '看清孩子的'),
        h('span', {}, '学习节奏'),
      ),
      h(
        'p',
        { class: 'sub' },
        '不考知识，只看习惯。五道生活里的小题，帮你找到孩子最值得被看见的优势，和下一级台阶。',
      ),
      h(
        'ul',
        { class: 'points' },
        h('li', {}, icon(LIST), h('strong', {}, `${QUESTIONS.length} 道题`), h('span', {}, '家长来答')),
        h('li', {}, icon(CLOCK), h('strong', {}, '约 3 分钟'), h('span', {}, '随时返回')),
        h('li', {}, icon(REPORT), h('strong', {}, '即时报告'), h('span', {}, '五维画像')),
      ),
      h(
        'div',
        { class: 'action' },
        h('button', { class: 'button primary', type: 'button', onclick: start }, '开始测评', icon(ARROW)),
        h('p', { class: 'fine' }, '不需要姓名和手机号'),
      ),
    ),
  );
}

/** As people read it; a token that is no valid encoding stays as it is. */
function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
