/**
 * Bytes that a string takes as UTF-8. A lone surrogate counts 3, the size of
 * U+FFFD, which is what every encoder puts in its place.
 */
export function utf8Size(text: string): number {
  let size = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) {
      size += code > 0x7ff ? 2 : 1;
      // The two halves of a pair make 4 bytes: 3 for the first, 1 for the second.
      if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
    }
  }
  return size;
}
