import { answer, answersOf, firstOpen } from '../assessment/answers.ts';
import { QUESTIONS } from '../assessment/questions.ts';
import { h } from '../dom.ts';
import { frame } from '../parts/frame.ts';
import { BACK, CHECK, icon } from '../parts/icons.ts';
import { go, redirect } from '../router.ts';

export function questionPage(token: string, number: number): HTMLElement | undefined {
  const index = number - 1;
  const question = QUESTIONS[index];
  const open = firstOpen(token) ?? QUESTIONS.length;
  // An address typed or kept by hand: nobody gets ahead of the questions.
  if (!question || index > open) {
    redirect({ page: 'landing', token });
    return undefined;
  }

  const chosen = answersOf(token)[index];
  const choose = (level: number) => {
    answer(token, index, level);
    go(
      number < QUESTIONS.length ? { page: 'question', token, number: number + 1 } : { page: 'result', token },
    );
  };
  const options = question.options.map((text, at) =>
    h(
      'button',
      {
        class: 'option',
        type: 'button',
        'aria-pressed': chosen === at + 1 ? 'true' : 'false',
        onclick: () => choose(at + 1),
      },
      h('span', { class: 'option-letter', 'aria-hidden': 'true' }, 'ABCD'.charAt(at)),
      h('span', { class: 'option-text' }, text),
      icon(CHECK),
    ),
  );

  return frame(
    'question',
    progress(number),
    h(
      'div',
      { class: 'ask' },
      h('p', { class: 'dimension' }, question.dimension),
      h('h1', { tabindex: -1 }, question.text),
      h('p', { class: 'hint' }, question.hint),
      h('div', { class: 'options' }, ...options),
    ),
    h(
      'button',
      { class: 'button quiet', type: 'button', onclick: () => history.back() },
      icon(BACK),
      number > 1 ? '上一题' : '返回',
    ),
  );
}

function progress(number: number): HTMLElement {
  const total = QUESTIONS.length;
  const steps = QUESTIONS.map((_, index) => h('i', { class: index < number ? 'step done' : 'step' }));
  return h(
    'div',
    { class: 'progress' },
    h(
      'div',
      {
        class: 'steps',
        role: 'progressbar',
        'aria-label': '进度',
        'aria-valuemin': 0,
        'aria-valuemax': total,
        'aria-valuenow': number,
        'aria-valuetext': `第 ${number} 题，共 ${total} 题`,
      },
      ...steps,
    ),
    h('span', { class: 'count', 'aria-hidden': 'true' }, h('b', {}, String(number)), ` / ${total}`),
  );
}
