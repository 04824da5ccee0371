import { language, locale, say } from './language.js';

const numbers = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', {
  notation: 'compact',
  maximumFractionDigits: 1,
});

export const formatWhole = (value) => numbers.format(value);
export const formatCompact = (value) => compact.format(value);
export const formatNumber = (value) => (value < 100_000 ? numbers : compact).format(value);

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const minuteClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat(locale, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});
const day = new Intl.DateTimeFormat(locale, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

export const formatClock = (iso) => clock.format(new Date(iso));
export const formatMinute = (time) => minuteClock.format(new Date(time));
export const formatDay = (iso) => dayAndClock.format(new Date(iso));
export const formatShortDay = (iso) => day.format(new Date(iso));

export function formatAgo(iso, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  if (seconds < 5) return say('now');
  if (seconds < 60) return say('secondsAgo', { count: seconds });
  if (seconds < 3600) return say('minutesAgo', { count: Math.round(seconds / 60) });
  if (seconds < 86_400) return say('hoursAgo', { count: Math.round(seconds / 3600) });
  return say('daysAgo', { count: Math.round(seconds / 86_400) });
}

/** How long something took. */
export function formatSpan(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return say('milliseconds', { count: Math.round(milliseconds) });
  if (seconds < 120) return say('seconds', { count: seconds.toFixed(1) });
  if (seconds < 7200) return say('minutes', { count: Math.round(seconds / 60) });
  if (seconds < 172_800) return say('hours', { count: Math.round(seconds / 3600) });
  return say('days', { count: Math.round(seconds / 86_400) });
}

/** Ids of one minute have the same beginning, so that the end tells them apart. */
export const shortId = (id) => (id.length > 16 ? `…${id.slice(-8)}` : id);
