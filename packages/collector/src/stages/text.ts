/**
 * Text as every store can hold it: trimmed, at most `max` UTF-16 units, without NUL
 * (PostgreSQL refuses it) and without halves of surrogate pairs (not valid in UTF-8).
 */
export function cleanText(text: string, max: number): string {
  // NUL first: taking it out may uncover a space.
  const short = cut((text.includes('\0') ? text.replaceAll('\0', '') : text).trim(), max);
  // The quick look first: most text has no surrogates, paired or not.
  return ANY_SURROGATE.test(short) ? short.replace(LONE_SURROGATES, '\ufffd') : short;
}

/** Whether anything is left of a text once it is cleaned. */
export function isBlank(text: string): boolean {
  return !/[^\0\s]/.test(text);
}

const ANY_SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** The first `max` UTF-16 units, or one less where that would split a character. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? max - 1 : max).trimEnd();
}
