import { chromium } from './chromium.mjs';
import { firefox } from './firefox.mjs';

export const engines = [chromium, firefox];
