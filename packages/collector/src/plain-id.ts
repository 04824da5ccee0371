/** Whether a value can name a stream: printable ASCII without spaces, of a sane length. */
export function isPlainId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 128 && /^[\x21-\x7e]+$/.test(value);
}
