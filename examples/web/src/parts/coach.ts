import { h, s } from '../dom.ts';

const WECHAT = 'shiji-linxiao';

/** A picture of the coach, drawn: the example loads nothing from anywhere else. */
export function portrait(): SVGElement {
  return s(
    'svg',
    { class: 'portrait', viewBox: '0 0 80 80', 'aria-hidden': 'true' },
    s('circle', { class: 'portrait-ground', cx: 40, cy: 40, r: 40 }),
    s('path', { class: 'portrait-hair', d: 'M20 46V36a20 20 0 0 1 40 0v10q0 8-5 12H25q-5-4-5-12z' }),
    s('path', { class: 'portrait-coat', d: 'M10 68q4-14 22-16h16q18 2 22 16a40 40 0 0 1-60 0z' }),
    s('path', { class: 'portrait-skin', d: 'M34 46h12v8q-6 6-12 0z' }),
    s('ellipse', { class: 'portrait-skin', cx: 40, cy: 37, rx: 13, ry: 15 }),
    s('path', { class: 'portrait-hair', d: 'M26 35q2-14 15-14 12 0 13 13-9 0-14-6-4 6-14 7z' }),
    s('path', { class: 'portrait-line', d: 'M34 43q6 5 12 0' }),
  );
}

/** What opens when the coach is wanted: a real dialog, so that focus, Escape and the backdrop work by themselves. */
export function coachDialog(): HTMLDialogElement {
  const copied = h('span', { class: 'copied', role: 'status' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(WECHAT);
      copied.textContent = '已复制';
    } catch {
      copied.textContent = '请长按复制';
    }
  };
  const close = h(
    'button',
    { class: 'button quiet', type: 'button', onclick: () => dialog.close() },
    '稍后再说',
  );
  const dialog = h(
    'dialog',
    { class: 'coach-dialog', 'aria-labelledby': 'coach-title' },
    portrait(),
    h('h2', { id: 'coach-title' }, '林晓教练已收到'),
    h('p', {}, '她会带着这份报告，在今天 20:00 前与你联系。也可以现在就添加她：'),
    h(
      'div',
      { class: 'contact' },
      h('span', { class: 'contact-label' }, '微信号'),
      h('strong', {}, WECHAT),
      h('button', { class: 'button small', type: 'button', onclick: copy }, '复制'),
      copied,
    ),
    close,
  );
  // A click on the backdrop is a click on the dialog itself, outside its content.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}
