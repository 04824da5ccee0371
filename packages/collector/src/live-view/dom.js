import { say } from './language.js';

/** All text goes in as text nodes: what came with events is never read as markup. */

export const byId = (id) => document.getElementById(id);

/** `make('span.chip', 'text', child)`: an element with a class and children. */
export function make(what, ...children) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  element.append(...children);
  return element;
}

/** A button that does something and looks as its class says. */
export function makeButton(what, label, onClick) {
  const button = make(what, label);
  button.type = 'button';
  button.addEventListener('click', onClick);
  return button;
}

export function makeSvg(tag, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

export function listenForCopies() {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(byId(button.dataset.copy).textContent);
      button.textContent = say('copied');
    } catch {
      button.textContent = say('copyByHand');
    }
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
}

/**
 * Keeps one row of a list as the stop of the Tab key, from which arrows lead to the others: hundreds of rows would else
 * lie between the list and what follows it. Returns what to call after rows have changed.
 */
export function walkByArrows(list) {
  function keepStop(button = list.querySelector('button[tabindex="0"]') ?? list.querySelector('button')) {
    for (const stop of list.querySelectorAll('button[tabindex="0"]')) stop.tabIndex = -1;
    if (button) button.tabIndex = 0;
  }
  list.addEventListener('focusin', (event) => keepStop(event.target.closest('button') ?? undefined));
  list.addEventListener('keydown', (event) => {
    const buttons = [...list.querySelectorAll('button.row')];
    const at = buttons.indexOf(event.target.closest('button.row'));
    const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 };
    if (at < 0 || !Object.hasOwn(targets, event.key)) return;
    event.preventDefault();
    buttons[targets[event.key]]?.focus();
  });
  return keepStop;
}
