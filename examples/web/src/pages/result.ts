import { answersOf, firstOpen } from '../assessment/answers.ts';
import { type Report, reportOf } from '../assessment/report.ts';
import { h, s } from '../dom.ts';
import { coachDialog, portrait } from '../parts/coach.ts';
import { frame } from '../parts/frame.ts';
import { CHAT, CHEVRON, icon } from '../parts/icons.ts';
import { radar } from '../parts/radar.ts';
import { redirect } from '../router.ts';
import { track } from '../tracking.ts';

export function resultPage(token: string): HTMLElement | undefined {
  if (firstOpen(token) !== undefined) {
    redirect({ page: 'landing', token });
    return undefined;
  }
  track('result_page_view');
  const report = reportOf(answersOf(token));
  return frame('result', summary(report), detail(report), coach());
}

function summary({ score, title, summary, dimensions, strongest, weakest }: Report): HTMLElement {
  const spokes = dimensions.map(({ dimension, level }) => ({ name: dimension, level }));
  return h(
    'section',
    { class: 'card summary' },
    h(
      'div',
      { class: 'verdict' },
      ring(score),
      h('div', {}, h('p', { class: 'eyebrow' }, '孩子的学习节奏'), h('h1', { tabindex: -1 }, title)),
    ),
    h('p', { class: 'sub' }, summary),
    radar(spokes),
    h(
      'dl',
      { class: 'ends' },
      h('div', {}, h('dt', {}, '最亮的优势'), h('dd', {}, strongest)),
      h('div', { class: 'next' }, h('dt', {}, '下一级台阶'), h('dd', {}, weakest)),
    ),
  );
}

function ring(score: number): HTMLElement {
  return h(
    'div',
    { class: 'ring', role: 'img', 'aria-label': `学习力 ${score} 分，满分 100 分` },
    s(
      'svg',
      { viewBox: '0 0 100 100', 'aria-hidden': 'true' },
      s('circle', { class: 'ring-track', cx: 50, cy: 50, r: 43 }),
      s('circle', {
        class: 'ring-value',
        cx: 50,
        cy: 50,
        r: 43,
        pathLength: 100,
        'stroke-dasharray': `${score} 100`,
      }),
    ),
    h('span', { 'aria-hidden': 'true' }, h('b', {}, String(score)), '分'),
  );
}

/** Closed at first: opening it tells how much people want to know. */
function detail({ dimensions }: Report): HTMLElement {
  const list = h(
    'ol',
    { class: 'detail', id: 'detail', hidden: true },
    ...dimensions.map(({ dimension, level, label, finding, advice }) =>
      h(
        'li',
        { class: `level-${level}` },
        h('h3', {}, dimension, h('span', { class: 'level' }, label)),
        h(
          'div',
          { class: 'bar', 'aria-hidden': 'true' },
          ...[1, 2, 3, 4].map((at) => h('i', { class: at <= level ? 'on' : '' })),
        ),
        h('p', { class: 'finding' }, finding),
        h('p', { class: 'advice' }, h('b', {}, '试一试'), advice),
      ),
    ),
  );
  const toggle = () => {
    const isOpen = list.hidden;
    list.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    text.textContent = isOpen ? '收起详细报告' : '展开详细报告';
    if (isOpen) track('result_detail_expand');
  };
  const text = h('span', {}, '展开详细报告');
  const button = h(
    'button',
    {
      class: 'expander',
      type: 'button',
      'aria-expanded': 'false',
      'aria-controls': 'detail',
      onclick: toggle,
    },
    text,
    icon(CHEVRON),
  );
  return h('section', { class: 'card report' }, h('h2', {}, button), list);
}

function coach(): HTMLElement {
  const dialog = coachDialog();
  const contact = () => {
    track('result_contact_click');
    dialog.showModal();
  };
  return h(
    'section',
    { class: 'card coach', 'aria-labelledby': 'coach-heading' },
    portrait(),
    h(
      'div',
      { class: 'coach-text' },
      h('h2', { id: 'coach-heading' }, '和林晓教练聊聊'),
      h('p', {}, '12 年一线教学，陪 600 多个孩子找到自己的节奏。首次沟通 20 分钟，免费。'),
    ),
    h(
      'div',
      { class: 'action' },
      h('button', { class: 'button primary', type: 'button', onclick: contact }, icon(CHAT), '联系教练'),
    ),
    dialog,
  );
}
