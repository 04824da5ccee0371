import { readSetting, saveSetting } from './settings.js';
import en from './words-en.js';
import zh from './words-zh.js';

const WORDS = { en, zh };

const wanted = readSetting('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
export const language = Object.hasOwn(WORDS, wanted) ? wanted : 'en';
/** For numbers and times. */
export const locale = language === 'zh' ? 'zh-CN' : 'en-GB';

/** A text of the page, with values in it. */
export function say(key, values = {}) {
  const text = WORDS[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

export const knows = (key) => Object.hasOwn(WORDS[language], key);

/** Puts the texts where the page names them: `data-say` as content, `data-say-label` and so on as attributes. */
export function translatePage() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = say('title');
  for (const element of document.querySelectorAll('[data-say]'))
    element.textContent = say(element.dataset.say);
  for (const [data, attribute] of [
    ['sayLabel', 'aria-label'],
    ['sayPlaceholder', 'placeholder'],
    ['sayTitle', 'title'],
  ]) {
    const name = `data-${data.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const element of document.querySelectorAll(`[${name}]`)) {
      element.setAttribute(attribute, say(element.dataset[data]));
    }
  }
}

/** The other language, from the top: everything is drawn anew. */
export function switchLanguage() {
  saveSetting('language', language === 'en' ? 'zh' : 'en');
  location.reload();
}
