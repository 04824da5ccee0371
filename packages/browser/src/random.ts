/** Where `crypto` is missing or broken, ids are only as random as the page can make them. */
export function random(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  try {
    return crypto.getRandomValues(bytes);
  } catch {
    for (let index = 0; index < length; index++) bytes[index] = Math.random() * 256;
    return bytes;
  }
}
