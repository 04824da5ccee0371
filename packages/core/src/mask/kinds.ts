import { maskAddress } from './address.js';

/** What stands for a value of which nothing may be kept. */
export const HIDDEN = '***';

/** Full-width digits, which Chinese keyboards write, become plain ones; what only separates goes. */
const compact = (text: string): string =>
  text
    .replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[\s-]/g, '')
    .toUpperCase();

/** The last four digits; nothing of a number too short to hide any. */
function maskPhone(text: string): string {
  const plain = compact(text);
  if (/^\*{3}\d{4}$/.test(plain)) return plain;
  const digits = plain.replace(/\D/g, '');
  return digits.length < 7 ? HIDDEN : HIDDEN + digits.slice(-4);
}

/** The first six (the place) and the last four of a Chinese identity number; nothing of any other. */
function maskNationalId(text: string): string {
  const plain = compact(text);
  return /^(\d{15}|\d{17}[\dX]|\d{6}\*{8}\d{3}[\dX])$/.test(plain)
    ? `${plain.slice(0, 6)}********${plain.slice(-4)}`
    : HIDDEN;
}

/** The first letter and the domain. */
function maskEmail(text: string): string {
  const plain = text.trim();
  const at = plain.lastIndexOf('@');
  const domain = plain.slice(at + 1);
  return at > 0 && /^[\w.-]+$/.test(domain) ? `${Array.from(plain)[0]}***@${domain}` : HIDDEN;
}

/** The first character: of most Chinese names the surname. */
const maskName = (text: string): string => `${Array.from(text.trim())[0] || '*'}**`;

/** By kind of personal data, as a plan names it: from a text to what may leave the device. */
export const MASKS = {
  phone: maskPhone,
  nationalId: maskNationalId,
  address: maskAddress,
  email: maskEmail,
  name: maskName,
};
