/**
 * Text as every store can hold it: trimmed, at most `max` UTF-16 units, without NUL
 * (PostgreSQL refuses it) and without halves of surrogate pairs (not valid in UTF-8).
 */
export function cleanText(text: string, max: number): string {
  const short = cut(text.trim(), max);
  const plain = short.includes('\0') ? short.replaceAll('\0', '') : short;
  // The quick look first: most text has no surrogates, paired or not.
  return ANY_SURROGATE.test(plain) ? plain.replace(LONE_SURROGATES, '\ufffd') : plain;
}

const ANY_SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATES = /\p{Surrogate}/gu;

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? max - 1 : max);
}
