import { byId } from './dom.js';
import { say } from './language.js';
import { readSetting, saveSetting } from './settings.js';

const THEMES = ['system', 'light', 'dark'];

/** Light or dark as the system says, or as was chosen. */
export function startTheme() {
  let theme = readSetting('theme');
  if (!THEMES.includes(theme)) theme = 'system';
  const show = () => {
    document.documentElement.dataset.theme = theme;
    const name = `theme${theme[0].toUpperCase()}${theme.slice(1)}`;
    const text = say('theme', { theme: say(name) });
    byId('theme').title = text;
    byId('theme').setAttribute('aria-label', text);
  };
  byId('theme').addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    saveSetting('theme', theme);
    show();
  });
  show();
}
